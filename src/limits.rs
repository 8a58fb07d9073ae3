//! Every limit of the engine's own and of Messenger's, by name, with its unit.

pub mod units;

use crate::time::Millis;

/// Open runs of one conversation (MODEL 1).
pub const STACK_MAX: usize = 8;
/// Ended runs that a tap may take back (MODEL 1).
pub const PARKED_MAX: usize = 4;
/// Questions that `back` remembers in one run (MODEL 1).
pub const ASKED_MAX: usize = 20;
/// Detours over one another before the lowest frame is parked (MODEL 6.3).
pub const DETOURS_MAX: usize = 3;

/// Steps in one turn (PROMISES P17).
pub const STEPS_PER_TURN_MAX: u32 = 100;
/// Replies in one turn (PROMISES P17).
pub const REPLIES_PER_TURN_MAX: usize = 20;
/// Template ticks in one turn: a loop round, a call of a filter, function or component, or 64
/// bytes of output is one (PROMISES P17).
pub const TEMPLATE_TICKS_MAX: u32 = 20_000;
/// Steps that an `on_error` flow has, once a turn, where the failing flow has spent them all.
pub const RESCUE_STEPS: u32 = 10;
/// Template ticks that an `on_error` flow has, once a turn, where the failing flow has spent them all.
pub const RESCUE_TICKS: u32 = 1_000;
/// Bytes of output that cost one template tick (PROMISES P17).
pub const BYTES_PER_TICK: usize = 64;
/// Bytes that a template compares or searches for one template tick.
pub const BYTES_READ_PER_TICK: usize = 4 * 1024;
/// Templates and components inside one another, by inclusion or call.
pub const TEMPLATE_CALLS_DEPTH_MAX: usize = 8;
/// Bytes of one rendered text (PROMISES P17).
pub const RENDERED_BYTES_MAX: usize = 64 * 1024;
/// Bytes of one variable's value, as JSON (PROMISES P17).
pub const VALUE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of one conversation, as JSON (PROMISES P17).
pub const CONVERSATION_BYTES_MAX: usize = 256 * 1024;
/// Bytes of it that are kept free for what the engine itself writes: frames, labels, names.
pub const CONVERSATION_BYTES_SPARE: usize = 48 * 1024;
/// Bytes that may come into a conversation without its size being looked at.
pub const CONVERSATION_BYTES_UNSEEN: usize = 256;
/// Items that one template loop may go over (PROMISES P17).
pub const LOOP_ITEMS_MAX: usize = 1_000;
/// Rounds of a `repeat` that says nothing else (LANGUAGE, "Steps").
pub const LOOP_ROUNDS: u32 = 50;
/// Template loops inside one another (PROMISES P17).
pub const LOOP_NESTING_MAX: usize = 3;
/// Bytes of one template's source.
pub const TEMPLATE_SOURCE_BYTES_MAX: usize = 64 * 1024;
/// Parentheses, brackets, blocks and operators that may stand inside one another in a template.
pub const TEMPLATE_DEPTH_MAX: usize = 64;
/// Operators in one tag of a template; Tera refuses 256, and our counters are some of them.
pub const TEMPLATE_OPERATORS_MAX: usize = 80;
/// `elif`s that may stand behind one another in a template; beyond it Tera may overflow its stack.
pub const ELIFS_MAX: usize = 100;
/// Letters of a message that patterns look at (PROMISES P17).
pub const MATCHED_CHARS_MAX: usize = 4_096;
/// Typos in one word that a `like` trigger may overlook (LANGUAGE, `typos`).
pub const TYPOS_MAX: u8 = 3;
/// Bytes that a compiled regex may take.
pub const REGEX_BYTES_MAX: usize = 1024 * 1024;
/// Groups inside one another in a regex.
pub const REGEX_NESTING_MAX: u32 = 64;

/// Bytes of one file of a bot.
pub const BOT_FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Files of a bot.
pub const BOT_FILES_MAX: usize = 20_000;
/// Rows of one table in `data/`.
pub const TABLE_ROWS_MAX: usize = 10_000;
/// Bytes of all tables of a bot, as files.
pub const TABLES_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Lists and maps inside one another in an author's file.
pub const YAML_DEPTH_MAX: usize = 64;
/// Mistakes shown in one run; the rest is counted.
pub const DIAGNOSTICS_SHOWN_MAX: usize = 100;
/// Rounds of `check --fix`: a file that is no YAML shows one mistake a round; beyond it changes chase
/// one another.
pub const FIX_ROUNDS_MAX: usize = 500;
/// Rounds that `check --fix` looks ahead, whether what a change has brought to light mends itself.
pub const FIX_ROUNDS_AHEAD: usize = 3;
/// Tries of a rule on a message that proofs about a bot make; ties and triggers without a chance
/// that only more of them would show are not told.
pub const PROOF_TRIES_MAX: usize = 100_000;
/// Times that a proof about endless rings goes over all steps before it claims nothing.
pub const PROOF_SWEEPS_MAX: usize = 200;
/// From 0 to 1: how much of a sentence must be left for its translation to be carried over.
pub const SENTENCE_LIKENESS_MIN: f64 = 0.6;
/// Changed letters up to which another word is suggested (STYLE 6).
pub const SUGGESTION_DISTANCE_MAX: usize = 2;

/// Triggers that lost and are named where a test fails; more would not be read.
pub const LOSERS_SHOWN_MAX: usize = 3;

/// Longest text whose differing words are marked, in words; the work grows with its square.
pub const DIFF_WORDS_MAX: usize = 400;

/// Longest title that a recorded test gets from what the visitor wrote, in letters; a list shows it whole.
pub const TEST_TITLE_LETTERS_MAX: usize = 60;

/// Longest corrected line that is shown as a fix, in letters; a longer one would not be read.
pub const FIX_LINE_LETTERS_MAX: usize = 120;

/// Bends of all edges of a map; beyond them the longest edges lead straight to their end, as nobody
/// follows them with the eye.
pub const MAP_BENDS_MAX: usize = 20_000;

/// Times that one question may speak up while the visitor is silent.
pub const NUDGES_MAX: usize = 10;
/// Words of a message times choices of a question up to which names with typos are looked for.
pub const TYPOS_LOOKED_FOR_MAX: usize = 20_000;
/// Answers that one question collects into a list.
pub const LIST_ITEMS_MAX: usize = 100;
/// How long an open question waits if nobody says otherwise (LANGUAGE, `bot.yaml`).
pub const QUESTION_EXPIRES: Millis = Millis::from_hours(24);
/// How long the bot is silent after something that a person said, if nobody says otherwise
/// (LANGUAGE, `mute_on_echo`).
pub const MUTE_ON_ECHO: Millis = Millis::from_hours(1);
/// How long `chat.*` and parked runs outlive the last message (MODEL 6.8).
pub const CHAT_EXPIRES: Millis = Millis::from_hours(30 * 24);
/// Tokens of one visitor's that allow messages beyond the window.
pub const PERMITS_MAX: usize = 20;
/// Pauses in one turn, summed up (MODEL 7).
pub const PAUSE_PER_TURN_MAX: Millis = Millis::from_secs(20);
/// Bubbles in a row without a pause that people put up with; more is worth a word to the author.
pub const BUBBLES_IN_A_ROW_MAX: usize = 10;
/// Turns that replied within a minute before the breaker trips (MODEL 9.7).
pub const BREAKER_TURNS_MAX: u16 = 30;
/// Equal replies within a minute before the breaker trips (MODEL 9.7).
pub const BREAKER_SAME_MAX: u16 = 6;
/// The breaker's minute (MODEL 9.7).
pub const BREAKER_WINDOW: Millis = Millis::from_secs(60);
/// How long the breaker keeps a conversation silent (MODEL 9.7).
pub const BREAKER_MUTE: Millis = Millis::from_secs(600);

/// UTF-16 units of one text message (limits.json).
pub const TEXT_UNITS_MAX: usize = 2_000;
/// Instagram takes texts of so many bytes, as UTF-8.
pub const INSTAGRAM_TEXT_BYTES_MAX: usize = 1_000;
/// UTF-16 units above the buttons of a button template (limits.json).
pub const BUTTON_TEXT_UNITS_MAX: usize = 640;
/// Buttons under one message or card (limits.json).
pub const BUTTONS_MAX: usize = 3;
/// UTF-16 units of a button's or quick reply's label; Messenger cuts longer ones (limits.json).
pub const LABEL_UNITS_MAX: usize = 20;
/// Pictures in one message (limits.json).
pub const IMAGES_MAX: usize = 30;
/// Pictures in one message on Instagram.
pub const INSTAGRAM_IMAGES_MAX: usize = 10;
/// Pictures that a grid of them needs (limits.json).
pub const GRID_IMAGES_MIN: usize = 2;
/// Pictures that a grid of them has at most (limits.json).
pub const GRID_IMAGES_MAX: usize = 6;
/// Cards side by side (limits.json).
pub const CARDS_MAX: usize = 10;
/// UTF-16 units of a card's title, and of its subtitle (limits.json).
pub const CARD_TEXT_UNITS_MAX: usize = 80;
/// UTF-16 units of the title of a request for feedback or for later messages (limits.json).
pub const TEMPLATE_TITLE_UNITS_MAX: usize = 65;
/// Quick replies under one message (limits.json).
pub const QUICK_REPLIES_MAX: usize = 13;
/// UTF-16 units of a payload (limits.json).
pub const PAYLOAD_UNITS_MAX: usize = 1_000;
/// UTF-16 units of a persona's name (limits.json).
pub const PERSONA_NAME_UNITS_MAX: usize = 50;
/// Items of the persistent menu (limits.json).
pub const MENU_ITEMS_MAX: usize = 20;
/// UTF-16 units of the title of a menu's item (limits.json).
pub const MENU_UNITS_MAX: usize = 30;
/// Ice breakers of one locale (limits.json).
pub const ICE_BREAKERS_MAX: usize = 4;
/// Commands of one locale (limits.json).
pub const COMMANDS_MAX: usize = 100;
/// UTF-16 units of a command's name, without the slash (limits.json).
pub const COMMAND_NAME_UNITS_MAX: usize = 32;
/// UTF-16 units of what is told about a command (limits.json).
pub const COMMAND_TEXT_UNITS_MAX: usize = 64;
/// UTF-16 units of the greeting (limits.json).
pub const GREETING_UNITS_MAX: usize = 160;
/// Messenger's window for answers with a tag (platform.md B8).
pub const TAG_WINDOW: Millis = Millis::from_hours(7 * 24);
/// Events of other systems that wait for the visitor in one conversation.
pub const HELD_MAX: usize = 20;
/// Steps that wait for their time in one conversation.
pub const LATERS_MAX: usize = 100;
/// Messenger's window for free answers (platform.md B8).
pub const WINDOW: Millis = Millis::from_hours(24);
/// How long a comment or post may be answered in private (platform.md B8).
pub const PRIVATE_REPLY_WINDOW: Millis = Millis::from_hours(7 * 24);
/// UTF-16 units of what is told along with a thread (assumed; platform.md M).
pub const THREAD_METADATA_UNITS_MAX: usize = 1_000;

/// An event's own clock may run ahead of ours by this much and still be believed (PROMISES P3).
pub const CLOCK_AHEAD_MAX: Millis = Millis::from_secs(600);
/// 2015-01-01: an event's own clock before this is not believed (PROMISES P3).
pub const CLOCK_EARLIEST: i64 = 1_420_070_400_000;
/// How long the digests of events are kept to know copies by (PROMISES P3).
pub const IDENTITY_KEEP: Millis = Millis::from_hours(48);
/// How long journals are kept (MODEL 10).
pub const JOURNAL_KEEP: Millis = Millis::from_hours(72);

/// Bytes of a webhook request (PROMISES P10).
pub const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of an event that another system tells: a value's 64 KiB and what is around it.
pub const APP_EVENT_BYTES_MAX: usize = 72 * 1024;
/// Bytes of all webhook requests that are being read (PROMISES P10).
pub const BODIES_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Bytes of a request's head (PROMISES P10).
pub const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long a request's head may take (PROMISES P10).
pub const HEAD_TIMEOUT: Millis = Millis::from_secs(5);
/// How long a request's body may take (PROMISES P10).
pub const BODY_TIMEOUT: Millis = Millis::from_secs(10);
/// Connections at once (PROMISES P10).
pub const CONNECTIONS_MAX: usize = 4_096;
/// Items of one webhook request; Meta batches up to 1,000 (platform.md A2).
pub const WEBHOOK_ITEMS_MAX: usize = 10_000;
/// JSON values inside one another within one webhook item (PROMISES P10).
pub const JSON_DEPTH_MAX: usize = 64;
/// Bytes of `hub.challenge`.
pub const CHALLENGE_BYTES_MAX: usize = 1_024;

/// How long the outbox waits for Meta's echo of an uncertain send (PROMISES P5).
pub const ECHO_WAIT: Millis = Millis::from_secs(10);
/// For so long after a send that went wrong an echo on Instagram that reads the same is its own.
pub const ECHO_LATE: Millis = Millis::from_secs(10 * 60);
/// How long a Page that Meta has restricted waits before the next try.
pub const POLICY_WAIT: Millis = Millis::from_hours(1);
/// How long one call of the Send API may take.
pub const SEND_TIMEOUT: Millis = Millis::from_secs(20);
/// How long an upload to Graph may take, which includes Meta's own fetching (platform.md B3).
pub const UPLOAD_TIMEOUT: Millis = Millis::from_secs(90);
/// How long Meta keeps an uploaded file (limits.json).
pub const ATTACHMENT_TTL: Millis = Millis::from_hours(90 * 24);
/// How long Meta keeps an uploaded file, less a day in which it is uploaded anew (limits.json).
pub const ATTACHMENT_KEEP: Millis = Millis::from_hours(89 * 24);
/// Bytes of a file that Meta takes (limits.json).
pub const MEDIA_BYTES_MAX: u64 = 25 * 1024 * 1024;
/// Bytes of a picture that Meta fetches by its address, of a card or a persona (limits.json).
pub const FETCHED_IMAGE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// How long a connection to Graph may take to stand, name look-up and TLS included.
pub const CONNECT_TIMEOUT: Millis = Millis::from_secs(5);
/// The first wait before a send is tried again (PROMISES, the Send API's answers).
pub const RETRY_FIRST: Millis = Millis::from_secs(1);
/// The longest wait before a send is tried again (PROMISES, the Send API's answers).
pub const RETRY_LAST: Millis = Millis::from_secs(300);
/// The first pause after Graph has refused a call as too many and did not say for how long.
pub const THROTTLE_FIRST: Millis = Millis(250);
/// The longest of these pauses; each that does not help is twice as long as the one before.
pub const THROTTLE_LAST: Millis = Millis::from_secs(300);
/// Calls in a row that have to pass before the next such pause is half as long again.
pub const THROTTLE_CALM: u32 = 8;
/// How far ahead a Page's moments to send at are given away; replies beyond it wait in the store.
pub const PACE_AHEAD: Millis = Millis(1_000);
/// Replies a second and Page that Meta takes at most (limits.json).
pub const PAGE_RATE_MAX: u32 = 300;
/// Calls of a Page's profile that Meta takes within [`PROFILE_CALLS_TIME`] (limits.json).
pub const PROFILE_CALLS_MAX: usize = 10;
/// In which time Meta counts calls of a Page's profile (limits.json).
pub const PROFILE_CALLS_TIME: Millis = Millis::from_secs(600);
/// Sounds and films a second and Page (limits.json).
pub const HEAVY_RATE: u32 = 10;
/// Replies a second of a Page with a quota that is nearly spent.
pub const PAGE_RATE_SLOW: u32 = 4;
/// Tries of a send that Graph refuses with a code nobody knows.
pub const UNKNOWN_CODE_TRIES_MAX: u16 = 5;
/// Bytes that are read of an answer of Graph's.
pub const GRAPH_ANSWER_BYTES_MAX: usize = 64 * 1024;
/// A reply this old that a later turn has overtaken is not sent any more (PROMISES P6).
pub const OVERTAKEN_AFTER: Millis = Millis::from_hours(1);

/// How long one try of an outward call may take, everything included (PROMISES P19).
pub const FETCH_TIMEOUT: Millis = Millis::from_secs(5);
/// How long a conversation waits for an outward call, tries included (PROMISES P4).
pub const FETCH_TURN_MAX: Millis = Millis::from_secs(20);
/// How long Meta is asked for a profile, all tries included (PROMISES P4).
pub const PROFILE_TIMEOUT: Millis = Millis::from_secs(3);
/// How long what Meta told of a visitor counts.
pub const PROFILE_KEEP: Millis = Millis::from_secs(7 * 24 * 60 * 60);
/// How long Meta is not asked again when it told nothing.
pub const PROFILE_SILENT: Millis = Millis::from_secs(24 * 60 * 60);
/// Profiles that are asked for at once.
pub const PROFILES_MAX: usize = 64;
/// Bytes of one field of a profile; what is longer counts as not told.
pub const PROFILE_FIELD_BYTES_MAX: usize = 2 * 1024;
/// Bytes of JSON of an input that waits for a profile; a larger one is worked on without.
pub const PROFILE_HELD_BYTES_MAX: usize = 64 * 1024;
/// Bytes of an outward call's answer, counted while it is decompressed (PROMISES P19).
pub const FETCH_BYTES_MAX: usize = 256 * 1024;
/// Tries of one outward call after the first.
pub const FETCH_RETRIES_MAX: u8 = 5;
/// The wait before an outward call is tried again; twice as long every time.
pub const FETCH_RETRY: Millis = Millis(250);
/// Outward calls at once.
pub const FETCHES_MAX: usize = 64;
/// Answers of outward calls that are remembered.
pub const FETCH_CACHE_MAX: usize = 64;
/// Servers whose connections are kept.
pub const FETCH_CLIENTS_MAX: usize = 64;
/// Calls of `http` steps that one thing the visitor did may lead to.
pub const FETCHES_IN_A_ROW_MAX: u16 = 20;
/// Tries of telling a webhook before it is given up (PROMISES P6).
pub const ERRAND_TRIES_MAX: u16 = 5;
/// The pause after the first try of telling a webhook.
pub const ERRAND_RETRY_FIRST: Millis = Millis::from_secs(5);
/// How many times longer each further pause is.
pub const ERRAND_RETRY_GROWTH: u64 = 6;
/// The longest pause, whatever a webhook asks for.
pub const ERRAND_RETRY_LAST: Millis = Millis::from_hours(1);
/// Things that webhooks are told at once.
pub const ERRANDS_MAX: usize = 64;
/// Things that one webhook is told at once before no more are taken up for it, and taken up in one go.
pub const ERRANDS_EACH_MAX: usize = 8;
/// Bytes of JSON of the visitor's event that an outward call keeps for the steps behind it.
pub const FETCH_EVENT_BYTES_MAX: usize = 16 * 1024;

/// Headers of one request.
pub const HEADERS_MAX: usize = 64;
/// How long the server waits before it tries again to take a connection.
pub const ACCEPT_RETRY: Millis = Millis(50);
/// How long a worker sleeps while nothing wakes it, and before it tries a store again.
pub const STORE_RETRY: Millis = Millis(500);
/// Conversations claimed in one go.
pub const WORK_CLAIM_MAX: usize = 128;
/// Timers moved into queues in one go.
pub const TIMERS_MOVED_MAX: usize = 256;
/// How often what is past its time is forgotten.
pub const SWEEP_EVERY: Millis = Millis::from_secs(300);
/// A flood of equal log lines becomes one in this time.
pub const QUIET_LOG: Millis = Millis::from_secs(1);
/// Events that the rule about stale ones looks back at (PROMISES P3).
pub const STALE_SAMPLE: u32 = 100;

/// Folders inside one another below a bot's `flows/` and the like.
pub const FOLDER_DEPTH_MAX: usize = 16;
/// How long files must lie still before they are read (PROMISES P14).
pub const WATCH_QUIET: Millis = Millis(150);
/// How long files may go on changing before they are read all the same.
pub const WATCH_QUIET_MAX: Millis = Millis(2_000);
/// How often the folder is looked at although nothing hints at a change (PROMISES P14).
pub const WATCH_EVERY: Millis = Millis::from_secs(3);
/// Operations that wait for the embedded store's writer before callers have to wait (MODEL 10).
pub const STORE_QUEUE_MAX: usize = 1_024;
/// Operations that share one transaction, and so one fsync, of the embedded store (MODEL 10).
pub const STORE_BATCH_MAX: usize = 256;
/// Rows of one table that one `sweep` looks at, so that it never keeps the writer for long.
pub const SWEEP_ROWS_MAX: usize = 1_000;
/// Bytes of a database up to which it is checked page by page when it is opened.
pub const STORE_CHECK_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// How long a process that is told to end finishes what is under way; 10 s with all the rest.
pub const STOP_WAIT: Millis = Millis(9_500);
/// How long a start waits for Graph to say who we are; later answers count as well.
pub const ACQUAINT_WAIT: Millis = Millis(500);
/// How long to wait before Graph is asked again who we are.
pub const ACQUAINT_EVERY: Millis = Millis::from_secs(60);
/// How often the files of the Pages' tokens are looked at.
pub const TOKEN_EVERY: Millis = Millis::from_secs(2);
/// A file with one secret in it.
pub const SECRET_BYTES_MAX: u64 = 64 * 1024;

/// Tests that `You say each of` makes of one test.
pub const TEST_VARIANTS_MAX: usize = 100;
/// Lines of one test up to which other files are included.
pub const TEST_LINES_MAX: usize = 10_000;
/// Files of tests that include one another.
pub const TEST_INCLUDES_DEPTH_MAX: usize = 8;

/// Turns of one conversation that the page of `dev` remembers.
pub const TAPE_TURNS_MAX: usize = 500;
/// Tries of one reply that the page of `dev` remembers.
pub const TAPE_TRIES_MAX: usize = 20;
/// Calls that the Messenger of `dev` remembers; the page has read them long before.
pub const DEV_CALLS_MAX: usize = 1_000;
/// Turns of the store that the map of `dev` is coloured by.
pub const MAP_TURNS_MAX: usize = 2_000;
/// Conversations that the page of `dev` remembers.
pub const TAPES_MAX: usize = 100;
/// Conversations that the page of `dev` finds again after a new start; each is worked out anew.
pub const TAPES_RECALLED_MAX: usize = 8;
/// Turns that wait for whoever watches them.
pub const WATCHED_TURNS_MAX: usize = 256;
/// How far the page of `dev` puts the clock forward; years beyond that are too long for dates.
pub const AHEAD_MAX: Millis = Millis::from_hours(24 * 3653);
/// Timers that fire between two deeds when a conversation is played again.
pub const TIMERS_REPLAYED_MAX: usize = 100;
/// How long the page of `dev` waits for more changes before it is told of one.
pub const PAGE_CALM: Millis = Millis(30);
/// How often what the page of `dev` shows is compared with the store.
pub const PAGE_GLANCE: Millis = Millis(1_000);
/// How often the page of `dev` hears that we are still there.
pub const PAGE_HEARTBEAT: Millis = Millis::from_secs(15);
/// How much longer than usual Messenger takes while it is slow on the page of `dev`.
pub const GRAPH_SLOW: Millis = Millis(2_500);

//! Reading a bot's folder, and noticing that it has changed (PROMISES P14).
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use saywhen::files::read::{Folder, ReadError, folder};
use saywhen::files::watch::Watcher;
use saywhen::limits::{BOT_FILE_BYTES_MAX, MEDIA_BYTES_MAX};
use saywhen::proof::compile;
use tempfile::TempDir;
use tokio::time::timeout;

/// Longer than the watcher needs without any hint of the system's.
const SOON: Duration = Duration::from_mins(1);
/// Longer than it needs to see that nothing is new.
const A_WHILE: Duration = Duration::from_millis(700);

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A folder with one flow.
fn bot() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "flows/a.yaml", "a: {say: one}\n");
    root
}

fn names(read: &Folder) -> Vec<String> {
    read.sources.iter().map(|(_, source)| source.path.to_string()).collect()
}

fn text_of(read: &Folder, name: &str) -> String {
    let found = read.sources.iter().find(|(_, source)| &*source.path == name);
    found.unwrap_or_else(|| panic!("{name} is not in {:?}", names(read))).1.text.to_string()
}

#[test]
fn a_folder_is_read_without_what_lies_beside_the_bot() {
    let root = bot();
    let (ours, others) = (
        [
            "bot.yaml",
            "data/menu.csv",
            "flows/b.yml",
            "flows/deep/er/c.yaml",
            "locales/fr.yaml",
            "templates/x/bill.tera",
            "tests/a.chat",
        ],
        [
            "README.md",
            "a.yaml",
            "flows/.hidden.yaml",
            "flows/.git/d.yaml",
            "flows/#a.yaml#",
            "flows/a.yaml~",
            "flows/.a.yaml.swp",
            "flows/notes.txt",
            "flows/other/bot.yaml",
            "flows/other/flow.yaml",
            "media/cat.jpg",
            "target/flows/e.yaml",
        ],
    );
    for name in ours.iter().chain(&others) {
        put(root.path(), name, "x: 1\n");
    }
    let mut all: Vec<&str> = ours.to_vec();
    all.push("flows/a.yaml");
    all.sort_unstable();
    assert_eq!(names(&folder(root.path()).unwrap()), all);
}

#[test]
fn a_single_flow_file_is_a_bot() {
    let root = bot();
    let read = folder(&root.path().join("flows/a.yaml")).unwrap();
    assert_eq!(text_of(&read, "flows/a.yaml"), "a: {say: one}\n");
}

#[test]
fn marks_and_line_ends_of_other_systems_are_read() {
    let root = bot();
    let path = root.path().join("flows/a.yaml");
    fs::write(&path, b"\xEF\xBB\xBFa: 1\r\nb: 2\r\n").unwrap();
    let read = folder(root.path()).unwrap();
    assert_eq!((text_of(&read, "flows/a.yaml").as_str(), read.mistakes.len()), ("a: 1\nb: 2\n", 0));
    let utf16: Vec<u8> = "\u{feff}a: é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&path, utf16).unwrap();
    let read = folder(root.path()).unwrap();
    assert_eq!(text_of(&read, "flows/a.yaml"), "a: é\n");
    assert_eq!(read.mistakes.iter().map(|mistake| mistake.code.0).collect::<Vec<_>>(), ["Y117"]);
}

#[test]
fn what_is_no_bot_says_why() {
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(folder(empty.path()), Err(ReadError::NoBot { .. })));
    assert!(matches!(folder(&empty.path().join("gone")), Err(ReadError::Io { .. })));
    let root = bot();
    let large = fs::File::create(root.path().join("flows/large.yaml")).unwrap();
    large.set_len(u64::try_from(BOT_FILE_BYTES_MAX).unwrap() + 1).unwrap();
    assert!(matches!(folder(root.path()), Err(ReadError::TooLarge { .. })));
    large.set_len(u64::try_from(BOT_FILE_BYTES_MAX).unwrap()).unwrap();
    assert!(folder(root.path()).is_ok());
}

#[test]
fn a_film_that_messenger_does_not_take_is_told_at_the_line_that_names_it() {
    let root = bot();
    put(root.path(), "flows/a.yaml", "a:\n  when: any message\n  video: media/tour.mp4\n");
    put(root.path(), "media/tour.mp4", "");
    let film = fs::OpenOptions::new().write(true).open(root.path().join("media/tour.mp4")).unwrap();
    let told = || {
        let told = compile(Arc::new(folder(root.path()).unwrap().sources)).1;
        told.into_iter().map(|one| one.headline).collect::<Vec<_>>()
    };
    // Nothing is written: the file is a hole.
    film.set_len(MEDIA_BYTES_MAX).unwrap();
    assert!(told().is_empty(), "{:?}", told());
    film.set_len(41 * 1024 * 1024).unwrap();
    assert_eq!(told(), ["media/tour.mp4 is 41 MB; Messenger takes 25 MB"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_round_in_circles_end() {
    let root = bot();
    std::os::unix::fs::symlink(root.path().join("flows"), root.path().join("flows/again")).unwrap();
    std::os::unix::fs::symlink("nowhere.yaml", root.path().join("flows/dangling.yaml")).unwrap();
    assert_eq!(names(&folder(root.path()).unwrap()), ["flows/a.yaml"]);
}

/// What the watcher finds next.
async fn next(watcher: &mut Watcher) -> Folder {
    timeout(SOON, watcher.changed()).await.unwrap()
}

async fn nothing_new(watcher: &mut Watcher) {
    let found = timeout(A_WHILE, watcher.changed()).await;
    assert!(found.is_err(), "{:?}", found.map(|read| names(&read)));
}

fn watched(root: &Path) -> Watcher {
    Watcher::start(root, Some(folder(root).unwrap()))
}

#[tokio::test]
async fn an_edit_in_place_is_noticed_and_touching_is_not_an_edit() {
    let root = bot();
    let mut watcher = watched(root.path());
    put(root.path(), "flows/a.yaml", "a: {say: two}\n");
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: two}\n");
    put(root.path(), "flows/a.yaml", "a: {say: two}\n");
    put(root.path(), "flows/.a.yaml.swp", "anything");
    put(root.path(), "notes.txt", "anything");
    nothing_new(&mut watcher).await;
}

#[tokio::test]
async fn a_file_that_an_editor_writes_beside_and_renames_is_noticed() {
    let root = bot();
    let mut watcher = watched(root.path());
    for text in ["a: {say: two}\n", "a: {say: three}\n"] {
        put(root.path(), "flows/.a.yaml.new", text);
        fs::rename(root.path().join("flows/.a.yaml.new"), root.path().join("flows/a.yaml"))
            .unwrap();
        assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), text);
    }
}

#[tokio::test]
async fn a_file_written_piece_by_piece_is_read_once_it_is_quiet() {
    let root = bot();
    let mut watcher = watched(root.path());
    let path = root.path().to_owned();
    let writer = std::thread::spawn(move || {
        for text in ["", "a: {s", "a: {say: tw", "a: {say: two}\n"] {
            put(&path, "flows/a.yaml", text);
            #[expect(clippy::disallowed_methods, reason = "a slow editor")]
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: two}\n");
    writer.join().unwrap();
    nothing_new(&mut watcher).await;
}

#[tokio::test]
async fn new_and_removed_files_and_folders_are_noticed() {
    let root = bot();
    let mut watcher = watched(root.path());
    put(root.path(), "templates/new/bill.tera", "Total");
    assert_eq!(names(&next(&mut watcher).await), ["flows/a.yaml", "templates/new/bill.tera"]);
    put(root.path(), "templates/new/bill.tera", "Sum");
    assert_eq!(text_of(&next(&mut watcher).await, "templates/new/bill.tera"), "Sum");
    fs::remove_dir_all(root.path().join("templates")).unwrap();
    assert_eq!(names(&next(&mut watcher).await), ["flows/a.yaml"]);
}

#[tokio::test]
async fn a_root_that_is_gone_is_waited_for_and_a_replaced_one_watched_again() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("bot");
    put(&root, "flows/a.yaml", "a: {say: one}\n");
    let mut watcher = watched(&root);
    fs::remove_dir_all(&root).unwrap();
    nothing_new(&mut watcher).await;
    put(&root, "flows/a.yaml", "a: {say: two}\n");
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: two}\n");
    put(&root, "flows/a.yaml", "a: {say: three}\n");
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: three}\n");
    let other = parent.path().join("other");
    put(&other, "flows/a.yaml", "a: {say: four}\n");
    fs::rename(&root, parent.path().join("old")).unwrap();
    fs::rename(&other, &root).unwrap();
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: four}\n");
}

#[tokio::test]
async fn a_single_file_is_watched_too() {
    let root = bot();
    let path = root.path().join("flows/a.yaml");
    let mut watcher = Watcher::start(&path, Some(folder(&path).unwrap()));
    fs::remove_file(&path).unwrap();
    nothing_new(&mut watcher).await;
    fs::write(&path, "a: {say: two}\n").unwrap();
    assert_eq!(text_of(&next(&mut watcher).await, "flows/a.yaml"), "a: {say: two}\n");
}

#[tokio::test]
async fn a_row_that_is_edited_makes_another_bot() {
    let root = bot();
    put(root.path(), "flows/b.yaml", "b: {when: any message, say: \"{{ data.menu[0].name }}\"}\n");
    put(root.path(), "data/menu.csv", "name\nTea\n");
    let hash = |read: Folder| {
        let bot = saywhen::bot::Bot::compile(read.sources.into()).0.unwrap();
        assert_eq!(bot.data.names().collect::<Vec<_>>(), ["menu"]);
        bot.hash
    };
    let before = hash(folder(root.path()).unwrap());
    let mut watcher = watched(root.path());
    put(root.path(), "data/menu.csv", "name\nCake\n");
    assert_ne!(hash(next(&mut watcher).await), before);
}

#[test]
fn a_table_that_is_no_text_is_told_and_one_that_is_too_large_is_not_read() {
    let root = bot();
    let put = |bytes: &[u8]| {
        fs::create_dir_all(root.path().join("data")).unwrap();
        fs::write(root.path().join("data/menu.csv"), bytes).unwrap();
    };
    put(b"name\r\n\xff\xfe\0caf\xe9\r\n");
    let read = folder(root.path()).unwrap();
    assert_eq!(read.mistakes.iter().map(|one| one.code.0).collect::<Vec<_>>(), ["Y123"]);
    put(&vec![b'x'; BOT_FILE_BYTES_MAX + 1]);
    assert!(matches!(folder(root.path()), Err(ReadError::TooLarge { .. })));
}

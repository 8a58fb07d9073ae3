//! What the bot said, as a reply and as the call that brings it to Messenger.

use serde_json::Value;

use crate::bot::Bot;
use crate::messenger::encode::{self, Call, Facts, Token, Unsendable};
use crate::messenger::message;
use crate::words::name::{ConversationKey, PersonaName};
use crate::words::reply::{Button, Lane, QuickReply, Reply, ReplyKind};

/// One message or action of the bot's.
#[derive(Clone, Debug)]
pub struct Said {
    /// As the engine says it.
    pub reply: Reply,
    /// Whether it answers a comment or post.
    pub private: bool,
    /// The name that people read above it, if it is not the Page's.
    speaker: Option<String>,
    /// The call that sends it.
    call: Call,
}

impl Said {
    /// A reply in a conversation; why not, if it could not be sent.
    pub fn new(bot: &Bot, key: &ConversationKey, reply: Reply) -> Result<Self, Unsendable> {
        let call = encode::call(key, &reply, &facts(&reply))?;
        let visitor = key.visitor.as_str();
        let private = visitor.starts_with("comment:") || visitor.starts_with("post:");
        let persona = reply.persona.as_ref().and_then(|name| bot.settings.personas.get(name));
        let own = || persona.map(|persona| persona.name.clone());
        let speaker = reply.speaker.clone().or_else(own);
        Ok(Self { reply, private, speaker, call })
    }

    /// Whether it is a bubble, and not seen, a reaction or a handover.
    #[must_use]
    pub fn is_bubble(&self) -> bool {
        self.reply.kind.is_message()
    }

    /// The whole body of the call.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.call.body
    }

    /// The edge of the Page that it goes to.
    #[must_use]
    pub fn edge(&self) -> &'static str {
        self.call.edge.as_str()
    }

    /// The message in it, without what is ours in it.
    #[must_use]
    pub fn message(&self) -> Value {
        let mut message = self.call.body.get("message").cloned().unwrap_or_default();
        if let Some(message) = message.as_object_mut() {
            message.shift_remove("metadata");
        }
        message
    }

    /// The body without whom it is for.
    #[must_use]
    pub fn action(&self) -> Value {
        let mut action = self.call.body.clone();
        if let Some(action) = action.as_object_mut() {
            action.shift_remove("recipient");
        }
        action
    }

    /// Who speaks, if it is not the Page itself: the name that people read, then the bot's own.
    pub fn speakers(&self) -> impl Iterator<Item = &str> {
        let own = self.reply.persona.iter().map(PersonaName::as_str);
        self.speaker.iter().map(String::as_str).chain(own)
    }

    /// All of its buttons.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        if self.in_our_words() {
            return self.reply.kind.buttons().into_iter().cloned().collect();
        }
        message::buttons(&self.message())
    }

    /// Its quick replies.
    #[must_use]
    pub fn quick_replies(&self) -> Vec<QuickReply> {
        if self.in_our_words() {
            return self.reply.kind.quick_replies().to_vec();
        }
        message::quick_replies(&self.message())
    }

    /// Whether the notation has words for all that is in it; the rest stands in Meta's.
    pub(super) fn in_our_words(&self) -> bool {
        match self.reply.kind {
            ReplyKind::Text { .. }
            | ReplyKind::Buttons { .. }
            | ReplyKind::Cards { .. }
            | ReplyKind::Media { .. } => true,
            ReplyKind::Sticker(_)
            | ReplyKind::Receipt(_)
            | ReplyKind::Coupon(_)
            | ReplyKind::Products(_)
            | ReplyKind::Feedback(_)
            | ReplyKind::Optin(_)
            | ReplyKind::Grid(_)
            | ReplyKind::Utility(_)
            | ReplyKind::Raw(_)
            | ReplyKind::Seen
            | ReplyKind::React { .. }
            | ReplyKind::Thread(_) => false,
        }
    }
}

/// What only the moment of sending knows: names stand for ids, and files keep their paths.
fn facts(reply: &Reply) -> Facts {
    let token = match &reply.lane {
        Lane::Optin(name) => Some(Token::Lasting(name.clone())),
        Lane::Response | Lane::Update | Lane::Tag(_) => None,
    };
    let persona = reply.persona.as_ref().map(PersonaName::to_string);
    Facts { persona, token, media: Some(String::new()), ..Facts::default() }
}

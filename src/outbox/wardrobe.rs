//! What only the moment of sending knows of a reply: Meta's ids of its speaker and files, the token
//! that allows it (MODEL 9.3). Whatever is not known yet is made at Meta once and remembered.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::files::media::{MediaFile, Shelf};
use crate::limits::ATTACHMENT_KEEP;
use crate::messenger::answer::Verdict;
use crate::messenger::encode::{Facts, Stored, Token};
use crate::messenger::graph::Graph;
use crate::messenger::graph::upload::Upload;
use crate::store::{Outgoing, Store};
use crate::time::Timestamp;
use crate::words::name::{Channel, PageId, PersonaName};
use crate::words::reply::{Lane, MediaKind, MediaSource, ReplyKind};

/// Who a speaker is: the name people read, and the picture's path or address.
pub type Speaker = (String, Option<String>);

/// Finds the bot's speakers by their name.
type Find = dyn Fn(&PersonaName) -> Option<Speaker> + Send + Sync;

/// The speakers of the bot that answers now.
#[derive(Clone)]
pub struct Speakers(Arc<Find>);

impl Speakers {
    /// Speakers that are found so.
    pub fn new(find: impl Fn(&PersonaName) -> Option<Speaker> + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }
}

impl fmt::Debug for Speakers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Speakers")
    }
}

/// Where files and speakers come from.
#[derive(Clone, Debug)]
pub struct Wardrobe {
    /// The bot's files.
    pub shelf: Shelf,
    /// Its speakers.
    pub speakers: Speakers,
    /// Where the world reaches us, without a `/` at its end.
    pub public_url: Option<String>,
}

/// The key under which a store remembers the path of a file that is served by its hash.
#[must_use]
pub fn served_key(hash: &str) -> String {
    format!("media:{hash}")
}

/// An attachment as a store remembers it.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    id: String,
    /// Meta forgets it about then.
    until: i64,
}

/// Why a reply cannot be dressed.
#[derive(Debug)]
pub(super) enum Undressed {
    /// It never will be; why.
    Never(String),
    /// Graph has said this.
    Graph(Verdict),
}

impl From<Verdict> for Undressed {
    fn from(verdict: Verdict) -> Self {
        Self::Graph(verdict)
    }
}

/// What it takes to dress a reply.
pub(super) struct Dresser<'a, S> {
    pub(super) store: &'a S,
    pub(super) graph: &'a Graph,
    pub(super) wardrobe: &'a Wardrobe,
    pub(super) now: Timestamp,
}

impl<S: Store> Dresser<'_, S> {
    /// All that is known of a reply now.
    pub(super) async fn facts(&self, outgoing: &Outgoing) -> Result<Facts, Undressed> {
        let mut facts = Facts { token: self.token(outgoing).await, ..Facts::default() };
        let (channel, page) = (outgoing.key.channel, &outgoing.key.page);
        let speaks = channel == Channel::Messenger;
        if let Some(name) = outgoing.reply.persona.as_ref().filter(|_| speaks) {
            facts.persona = self.persona(outgoing, name).await?;
        }
        match &outgoing.reply.kind {
            ReplyKind::Media { kind, sources, .. } => {
                for source in sources {
                    let MediaSource::Local(path) = source else { continue };
                    let stored = match channel {
                        // Whether Instagram knows what was uploaded for a Page, Meta does not say.
                        Channel::Instagram if self.wardrobe.public_url.is_some() => {
                            Stored { id: None, address: Some(self.address(path).await?) }
                        }
                        Channel::Messenger | Channel::Instagram => {
                            let id = Some(self.attachment((channel, page), *kind, path).await?);
                            Stored { id, address: None }
                        }
                    };
                    facts.files.insert(path.clone(), stored);
                }
            }
            ReplyKind::Cards { cards, .. } => {
                for card in cards {
                    if let Some(MediaSource::Local(path)) = &card.image {
                        let address = Some(self.address(path).await?);
                        facts.files.insert(path.clone(), Stored { id: None, address });
                    }
                }
            }
            _ => {}
        }
        Ok(facts)
    }

    /// Uploads a reply's files once more, whatever was known of them; false if it has none.
    pub(super) async fn renew(
        &self,
        outgoing: &Outgoing,
        facts: &mut Facts,
    ) -> Result<bool, Undressed> {
        let ReplyKind::Media { kind, sources, .. } = &outgoing.reply.kind else { return Ok(false) };
        let at = (outgoing.key.channel, &outgoing.key.page);
        for source in sources {
            let (name, id) = match source {
                MediaSource::Attachment(_) => continue,
                MediaSource::Url(url) => {
                    let upload = Upload::Url(url.clone());
                    (url, self.graph.upload(at, *kind, &upload).await?)
                }
                MediaSource::Local(path) => {
                    let file = self.file(path).await?;
                    (path, self.upload(at, *kind, file).await?)
                }
            };
            facts.files.entry(name.clone()).or_default().id = Some(id);
        }
        Ok(!facts.files.is_empty())
    }

    /// Makes a reply's speaker once more, whatever was known of it; false if it has none.
    pub(super) async fn reintroduce(
        &self,
        outgoing: &Outgoing,
        facts: &mut Facts,
    ) -> Result<bool, Verdict> {
        let Some(name) = outgoing.reply.persona.as_ref() else { return Ok(false) };
        let Some((key, speaker)) = self.speaker(outgoing, name).await else {
            return Ok(false);
        };
        facts.persona = self.introduced(&outgoing.key.page, name, (&key, speaker)).await?;
        Ok(true)
    }

    /// The addresses of a reply's files, for people who cannot be shown the files themselves.
    pub(super) async fn links(&self, kind: &ReplyKind) -> Vec<String> {
        let mut links = Vec::new();
        match kind {
            ReplyKind::Media { sources, .. } => {
                for source in sources {
                    links.extend(match source {
                        MediaSource::Url(url) => Some(url.clone()),
                        MediaSource::Local(path) => self.address(path).await.ok(),
                        MediaSource::Attachment(_) => None,
                    });
                }
            }
            ReplyKind::Raw(message) => {
                let url = message.pointer("/attachment/payload/url");
                links.extend(url.and_then(serde_json::Value::as_str).map(str::to_owned));
            }
            _ => {}
        }
        links
    }

    async fn token(&self, outgoing: &Outgoing) -> Option<Token> {
        let Lane::Optin(name) = &outgoing.reply.lane else { return None };
        let conversation = self.store.conversation(&outgoing.key).await.ok()??;
        let permit = conversation.permits.get(name);
        let permit = permit.filter(|permit| permit.until.is_none_or(|until| until > self.now))?;
        let token = permit.token.clone();
        Some(if permit.once { Token::Once(token) } else { Token::Lasting(token) })
    }

    /// Meta's id of a speaker; none where there can be none, and the Page speaks itself.
    async fn persona(
        &self,
        outgoing: &Outgoing,
        name: &PersonaName,
    ) -> Result<Option<String>, Verdict> {
        let Some((key, speaker)) = self.speaker(outgoing, name).await else { return Ok(None) };
        if let Ok(Some(id)) = self.store.meta(&key).await {
            return Ok(Some(id).filter(|id| !id.is_empty()));
        }
        self.introduced(&outgoing.key.page, name, (&key, speaker)).await
    }

    /// A speaker as Meta is told of it, and the key under which a store remembers its id.
    async fn speaker(&self, outgoing: &Outgoing, name: &PersonaName) -> Option<(String, Speaker)> {
        let page = &outgoing.key.page;
        let (own, picture) = (self.wardrobe.speakers.0)(name)?;
        let shown = outgoing.reply.speaker.clone().unwrap_or(own);
        let picture = match picture {
            Some(url) if url.starts_with("https:") => Some(url),
            Some(path) => self.address(&path).await.ok(),
            None => None,
        };
        let key = format!("persona:{page}:{}", digest(&[&shown, picture.as_deref().unwrap_or("")]));
        Some((key, (shown, picture)))
    }

    async fn introduced(
        &self,
        page: &PageId,
        name: &PersonaName,
        (key, (shown, picture)): (&str, Speaker),
    ) -> Result<Option<String>, Verdict> {
        let made = match self.graph.persona(page, &shown, picture.as_deref()).await {
            Ok(id) => id,
            Err(refused @ (Verdict::Refused { .. } | Verdict::Attachment { .. })) => {
                tracing::warn!(%page, persona = %name, ?refused, "send: the Page speaks instead");
                String::new()
            }
            Err(verdict) => return Err(verdict),
        };
        self.remember(key, &made).await;
        Ok(Some(made).filter(|id| !id.is_empty()))
    }

    /// Meta's id of a file of the bot's, uploaded now if it is not known or about to be forgotten.
    async fn attachment(
        &self,
        at: (Channel, &PageId),
        kind: MediaKind,
        path: &str,
    ) -> Result<String, Undressed> {
        let file = self.file(path).await?;
        let kept = self.store.meta(&attachment_key(at.1, kind, &file)).await.ok().flatten();
        let kept = kept.and_then(|kept| serde_json::from_str::<Kept>(&kept).ok());
        if let Some(kept) = kept.filter(|kept| Timestamp(kept.until) > self.now) {
            return Ok(kept.id);
        }
        Ok(self.upload(at, kind, file).await?)
    }

    async fn upload(
        &self,
        at: (Channel, &PageId),
        kind: MediaKind,
        file: MediaFile,
    ) -> Result<String, Verdict> {
        let key = attachment_key(at.1, kind, &file);
        let MediaFile { name, mime, bytes, .. } = file;
        let id = self.graph.upload(at, kind, &Upload::File { name, mime, bytes }).await?;
        let kept = Kept { id: id.clone(), until: self.now.plus(ATTACHMENT_KEEP).0 };
        if let Ok(kept) = serde_json::to_string(&kept) {
            self.remember(&key, &kept).await;
        }
        Ok(id)
    }

    /// Where the world can fetch a file of the bot's.
    async fn address(&self, path: &str) -> Result<String, Undressed> {
        let Some(base) = &self.wardrobe.public_url else {
            let why = format!("the file \"{path}\" has no public address; set PUBLIC_URL");
            return Err(Undressed::Never(why));
        };
        let file = self.file(path).await?;
        self.remember(&served_key(&file.hash), path).await;
        Ok(format!("{base}/media/{}.{}", file.hash, file.ending))
    }

    async fn file(&self, path: &str) -> Result<MediaFile, Undressed> {
        let (from, name) = (self.wardrobe.shelf.clone(), path.to_owned());
        let read = tokio::task::spawn_blocking(move || from.read(&name)).await;
        let read = read.map_err(|error| Undressed::Never(error.to_string()))?;
        read.map_err(|error| Undressed::Never(error.to_string()))
    }

    /// What cannot be remembered is made again next time.
    async fn remember(&self, key: &str, value: &str) {
        if self.store.meta(key).await.ok().flatten().as_deref() == Some(value) {
            return;
        }
        if let Err(error) = self.store.set_meta(key, value).await {
            tracing::warn!(%error, "send: what Meta has made is not remembered");
        }
    }
}

fn attachment_key(page: &PageId, kind: MediaKind, file: &MediaFile) -> String {
    let kind = match kind {
        MediaKind::Image => "image",
        MediaKind::Video => "video",
        MediaKind::Audio => "audio",
        MediaKind::File => "file",
    };
    format!("attachment:{page}:{kind}:{}", file.hash)
}

/// A short name for some texts together.
fn digest(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    let full: [u8; 32] = digest.finalize().into();
    let (head, _) = full.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
    format!("{:032x}", u128::from_be_bytes(*head))
}

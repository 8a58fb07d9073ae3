//! What is made at Meta once and named by its id afterwards: files and speakers.

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde_json::{Map, Value, json};

use crate::limits::{SEND_TIMEOUT, UPLOAD_TIMEOUT};
use crate::messenger::answer::{Verdict, classify};
use crate::messenger::encode::media;
use crate::messenger::graph::{Graph, Post};
use crate::words::name::{Channel, PageId};
use crate::words::reply::MediaKind;

/// A file on its way to Meta.
#[derive(Clone, Debug)]
pub enum Upload {
    /// Meta fetches it from there.
    Url(String),
    /// Its bytes.
    File {
        /// Its name, as people see it.
        name: String,
        /// Its type, such as `image/png`.
        mime: &'static str,
        /// All of it.
        bytes: Vec<u8>,
    },
}

impl Graph {
    /// Uploads a file to be sent again and again; its attachment id.
    pub async fn upload(
        &self,
        (channel, page): (Channel, &PageId),
        kind: MediaKind,
        upload: &Upload,
    ) -> Result<String, Verdict> {
        let (content, body) = match upload {
            Upload::Url(url) => {
                let body = json!({ "message": attachment(kind, Some(url)) });
                (HeaderValue::from_static("application/json"), body.to_string().into_bytes())
            }
            Upload::File { name, mime, bytes } => {
                let message = attachment(kind, None).to_string();
                let name = name.as_str();
                form(&message, &File { name, mime, bytes })
            }
        };
        let (edge, body) = ("message_attachments", body.into());
        let post = Post { channel, edge, kind: content, body, patience: UPLOAD_TIMEOUT };
        self.make(page, post, "attachment_id").await
    }

    /// Makes somebody who speaks for the Page; the speaker's id.
    pub async fn persona(
        &self,
        page: &PageId,
        name: &str,
        picture: Option<&str>,
    ) -> Result<String, Verdict> {
        let mut body = Map::from_iter([("name".to_owned(), Value::from(name))]);
        let picture = picture.map(|url| ("profile_picture_url".to_owned(), Value::from(url)));
        body.extend(picture);
        let kind = HeaderValue::from_static("application/json");
        let body = Value::Object(body).to_string().into();
        let (channel, edge) = (Channel::Messenger, "personas");
        self.make(page, Post { channel, edge, kind, body, patience: SEND_TIMEOUT }, "id").await
    }

    /// Posts it and reads the new thing's id. Making it twice does no harm: what may have failed is
    /// tried again.
    async fn make(&self, page: &PageId, post: Post, id: &str) -> Result<String, Verdict> {
        let again = |code: &str| Verdict::Transient { code: code.to_owned(), wait: None };
        let answer = match self.post(page, post).await {
            Ok(answer) => answer,
            Err(Verdict::Uncertain { code }) => return Err(again(&code)),
            Err(verdict) => return Err(verdict),
        };
        let json: Option<Value> = serde_json::from_slice(&answer.body).ok();
        let made = json.as_ref().and_then(|json| json.get(id)).filter(|_| answer.status == 200);
        match made {
            Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
            Some(Value::Number(id)) => Ok(id.to_string()),
            _ => Err(match classify(answer.status, answer.hints, &answer.body) {
                Verdict::Sent { .. } | Verdict::Uncertain { .. } => again("answer"),
                verdict => verdict,
            }),
        }
    }
}

fn attachment(kind: MediaKind, url: Option<&str>) -> Value {
    let mut payload = Map::new();
    payload.extend(url.map(|url| ("url".to_owned(), Value::from(url))));
    payload.insert("is_reusable".to_owned(), Value::Bool(true));
    json!({"attachment": {"type": media::name(kind), "payload": payload}})
}

struct File<'a> {
    name: &'a str,
    mime: &'a str,
    bytes: &'a [u8],
}

/// A form of two parts, the message and the file.
fn form(message: &str, file: &File<'_>) -> (HeaderValue, Vec<u8>) {
    let mark = boundary(file.bytes);
    // The name stands between quotes: what could end them is left out.
    let plain = |c: &char| c.is_ascii_graphic() && !['"', '\\', ';'].contains(c);
    let name: String = file.name.chars().filter(plain).collect();
    let head = format!(
        "--{mark}\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{message}\r\n\
         --{mark}\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"{name}\"\r\n\
         {CONTENT_TYPE}: {}\r\n\r\n",
        file.mime
    );
    let mut body = head.into_bytes();
    body.extend_from_slice(file.bytes);
    body.extend_from_slice(format!("\r\n--{mark}--\r\n").as_bytes());
    let kind = HeaderValue::try_from(format!("multipart/form-data; boundary={mark}"));
    (kind.unwrap_or(HeaderValue::from_static("multipart/form-data")), body)
}

/// A line that does not occur in the file.
fn boundary(bytes: &[u8]) -> String {
    let mut number = bytes.len();
    loop {
        let mark = format!("saywhen-{number:016x}");
        if !bytes.windows(mark.len()).any(|window| window == mark.as_bytes()) {
            return mark;
        }
        number = number.wrapping_add(1);
    }
}

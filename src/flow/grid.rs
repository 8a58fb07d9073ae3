//! A `raw` message whose pictures stand in a grid: Messenger takes from two to six (M713).

use crate::flow::gate::Gate;
use crate::flow::send_api::GRID;
use crate::limits::{GRID_IMAGES_MAX, GRID_IMAGES_MIN};
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Entry, Node, NodeKind};

impl Gate<'_> {
    /// Counts the pictures of an attachment that is a grid.
    pub(super) fn grid(&mut self, attachment: &[Entry]) {
        let Some(NodeKind::Map(payload)) = find(attachment, "payload").map(|node| &node.kind)
        else {
            return;
        };
        if find(payload, GRID.0).and_then(text) != Some(GRID.1) {
            return;
        }
        let Some(NodeKind::List(elements)) = find(payload, "elements").map(|node| &node.kind)
        else {
            return;
        };
        for element in elements {
            if let NodeKind::Map(element) = &element.kind
                && let Some(images) = find(element, "images")
                && let NodeKind::List(pictures) = &images.kind
                && !(GRID_IMAGES_MIN..=GRID_IMAGES_MAX).contains(&pictures.len())
            {
                self.tell(miscounted(images, pictures));
            }
        }
    }
}

fn miscounted(images: &Node, pictures: &[Node]) -> Diagnostic {
    let headline = format!(
        "A picture grid needs {GRID_IMAGES_MIN} to {GRID_IMAGES_MAX} pictures; this one has {}",
        pictures.len()
    );
    let told = Diagnostic::error(Code("M713"), images.span, headline);
    let url = |picture: &Node| match &picture.kind {
        NodeKind::Map(entries) => find(entries, "url").and_then(text).map(str::to_owned),
        NodeKind::Text(text) => Some(text.value.clone()),
        NodeKind::List(_) => None,
    };
    match pictures {
        [] => told.fix("say: …"),
        [one] => told.fix(format!("image: {}", url(one).unwrap_or_else(|| "…".to_owned()))),
        _ => told.fix("images: […]   shows up to 30 pictures, without a title and buttons"),
    }
}

fn find<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Node> {
    entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
}

fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Text(text) => Some(&text.value),
        NodeKind::List(_) | NodeKind::Map(_) => None,
    }
}

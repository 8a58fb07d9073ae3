//! The YAML parser's events in our own words: places in bytes, nothing of the parser's types.

use granit_parser::{
    ErrorKind, Event as Raw, Parser, ScalarStyle, Span as RawSpan, StructureStyle,
};

use crate::limits::YAML_DEPTH_MAX;
use crate::source::yaml::Style;

/// What the parser tells next.
pub(super) enum Event {
    /// A text, with the bytes of its contents; empty bytes mean that nothing was written.
    Text { value: String, style: Style },
    /// A list begins.
    List { flow: bool },
    /// A map begins.
    Map { flow: bool },
    /// A list or map ends.
    End,
    /// `*name` in place of a value.
    Alias,
    /// `&name` before the value that was told last.
    Anchor,
    /// `!name` before the value that comes next.
    Tag,
    /// A document begins.
    Document,
}

/// An event and its bytes.
pub(super) struct Told {
    pub(super) event: Event,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Why the parser cannot go on, and where.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) kind: ErrorKind,
    pub(super) at: usize,
}

/// Reads events until the end or the first mistake.
pub(super) fn read(text: &str, mut tell: impl FnMut(Told)) -> Result<(), Stop> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        flow_nesting_limit: YAML_DEPTH_MAX,
        block_nesting_limit: YAML_DEPTH_MAX,
    };
    for next in Parser::new_from_str_with_options(text, options) {
        let (raw, span) = next.map_err(|error| Stop {
            kind: error.kind().clone(),
            at: error.marker().byte_offset().unwrap_or(0).min(text.len()),
        })?;
        if let Some(tag) = span.tag_span() {
            tell(told(Event::Tag, &tag));
        }
        if let Some(event) = translate(raw) {
            tell(told(event, &span));
        }
    }
    Ok(())
}

fn told(event: Event, span: &RawSpan) -> Told {
    let range = span.byte_range().unwrap_or(0..0);
    Told { event, start: range.start, end: range.end }
}

fn translate(raw: Raw<'_>) -> Option<Event> {
    Some(match raw {
        Raw::Scalar(value, style, ..) => {
            Event::Text { value: value.into_owned(), style: style_of(style) }
        }
        Raw::SequenceStart(style, ..) => Event::List { flow: style == StructureStyle::Flow },
        Raw::MappingStart(style, ..) => Event::Map { flow: style == StructureStyle::Flow },
        Raw::SequenceEnd | Raw::MappingEnd => Event::End,
        Raw::Alias(_) | Raw::UnresolvedAlias(_) => Event::Alias,
        Raw::Anchor(..) => Event::Anchor,
        Raw::DocumentStart(..) => Event::Document,
        _ => return None,
    })
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

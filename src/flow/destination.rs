//! Destinations: a flow, a step, a link, or the word `end` (LANGUAGE, rule 5).

use crate::flow::fields::Field;
use crate::flow::gate::Gate;
use crate::flow::names::Known;
use crate::flow::suggest::nearest;
use crate::source::Span;
use crate::source::diagnostic::{Code, Diagnostic};
use crate::source::yaml::{Style, Text};
use crate::template::batch::TextId;
use crate::words::name::{FlowName, Target};
use crate::words::way::Way;

/// Most flows that advice names one by one.
const FLOWS_LISTED_MAX: usize = 8;

/// Where something leads.
#[derive(Clone, Debug)]
pub(super) enum Destination {
    /// A flow, a step or a bare word.
    Go(Way),
    /// A page.
    Link(TextId),
    /// A telephone.
    Phone(TextId),
}

impl Gate<'_> {
    /// Reads a destination of any kind.
    pub(super) fn destination(&mut self, field: &Field<'_>) -> Option<Destination> {
        let text = self.plain(field)?;
        let span = field.node.span;
        match text.value.as_str() {
            value if Way::of_word(value).is_some() => Way::of_word(value).map(Destination::Go),
            value if is_link(value) => Some(self.link_or_phone(text, span)),
            value if value.starts_with("http:") => {
                self.not_https(text, span);
                None
            }
            _ => {
                let code = Code(if self.flow.is_some() { "R301" } else { "B1001" });
                let target = self.target(text, span, code)?;
                Some(Destination::Go(Way::Go(target)))
            }
        }
    }

    /// Reads a destination within the bot, as after `goto`; `what` begins the sentence about a link.
    pub(super) fn way(&mut self, field: &Field<'_>, what: &str) -> Option<Way> {
        match self.destination(field)? {
            Destination::Go(way) => Some(way),
            Destination::Link(_) | Destination::Phone(_) => {
                let headline = format!("{what} leads to a flow or a step, not to a link");
                let told = Diagnostic::error(Code("R301"), field.node.span, headline);
                self.tell(told.fix("say: …\n  buttons: {Label: https://…}"));
                None
            }
        }
    }

    fn link_or_phone(&mut self, text: &Text, span: Span) -> Destination {
        let Some(number) = text.value.strip_prefix("tel:") else {
            return Destination::Link(self.batch.text(text, span));
        };
        let at = self.part(span, text, 4..text.value.len());
        let number = Text { value: number.to_owned(), style: Style::Plain };
        Destination::Phone(self.batch.text(&number, at))
    }

    /// Reads the address of a link; `http:` is told.
    pub(super) fn link(&mut self, field: &Field<'_>) -> Option<TextId> {
        let wording = self.wording(field)?;
        for version in wording.0.iter().filter(|version| !is_link(&version.text.value)) {
            self.not_https(version.text, version.span);
        }
        wording.all(is_link).then(|| self.take(&wording))
    }

    fn not_https(&mut self, text: &Text, span: Span) {
        let headline = format!("This link is not https:  {}", text.value);
        let told = Diagnostic::error(Code("M708"), span, headline);
        let told = told.note("Messenger opens https links only.");
        let plain = text.value.strip_prefix("http:").map(|rest| format!("https:{rest}"));
        self.tell(match plain {
            Some(fixed) => told.fix(fixed),
            None => told.fix(format!("https://{}", text.value)),
        });
    }

    /// Reads a flow or step that must exist, and remembers that something leads there.
    pub(super) fn target(&mut self, text: &Text, span: Span, code: Code) -> Option<Target> {
        let (flow, step) = match text.value.split_once('.') {
            Some((flow, step)) => (flow, Some(step)),
            None => (text.value.as_str(), None),
        };
        let own = self.flow.clone();
        let flow = match (&own, flow, step) {
            (Some(own), "", Some(_)) => own.as_str(),
            _ => flow,
        };
        let target = Target { flow: FlowName::new(flow), step: step.map(Into::into) };
        self.used.push((own.clone(), target.clone()));
        let names = self.names;
        let Some(known) = names.flows.get(flow) else {
            if names.whole && !names.doubtful.contains(flow) {
                self.no_flow(flow, (text, span), code);
            }
            return None;
        };
        let Some(step) = step else { return Some(target) };
        if let Some(stands) = known.steps.get(step) {
            let inside = stands.loops.is_empty()
                || (own.as_ref() == Some(&target.flow) && self.loops.starts_with(&stands.loops));
            if !inside {
                self.leads_into_a_repeat(step, (text, span));
            }
            return inside.then_some(target);
        }
        if !names.doubtful.contains(step) {
            self.no_step(known, &target, (text, span), code);
        }
        None
    }

    fn leads_into_a_repeat(&mut self, step: &str, (text, span): (&Text, Span)) {
        let from = text.value.len().saturating_sub(step.len());
        let at = self.part(span, text, from..text.value.len());
        let headline = format!("\"{step}\" lies in a repeat, and is reached only from inside it");
        let told = Diagnostic::error(Code("R309"), at, headline);
        self.tell(told.fix("lead to the repeat itself: give it an `id`"));
    }

    /// Tells a step without its flow in bot.yaml, which is no flow.
    fn of_no_flow(&mut self, step: &str, (text, span): (&Text, Span), code: Code) {
        let headline = format!("In bot.yaml \"{}\" needs its flow in front", text.value);
        let told = Diagnostic::error(code, span, headline);
        let mut with = self.names.flows.iter().filter(|(_, flow)| flow.steps.contains_key(step));
        let found = with.next().filter(|_| with.next().is_none());
        self.tell(match found {
            Some((flow, _)) => told.edit(span, format!("{flow}.{step}")),
            None => told.fix(format!("a_flow.{step}")),
        });
    }

    fn no_flow(&mut self, flow: &str, (text, span): (&Text, Span), code: Code) {
        if let Some(step) = text.value.strip_prefix('.').filter(|_| self.flow.is_none()) {
            return self.of_no_flow(step, (text, span), code);
        }
        if let Some((headline, meant)) = self.meant(&text.value) {
            let told = Diagnostic::error(code, span, headline);
            self.tell(
                told.label("a destination is a flow, flow.step, .step, or a link")
                    .edit(span, meant),
            );
            return;
        }
        let at = self.part(span, text, 0..flow.len());
        let mut told = Diagnostic::error(code, at, format!("No flow is called \"{flow}\""));
        if let Some(near) = nearest(flow, self.names.flows.keys().copied()) {
            let place = self.names.flows.get(near).map(|steps| self.place(steps.span));
            let place = place.map(|place| format!(" ({}:{})", place.file, place.line));
            told = told
                .label(format!("did you mean \"{near}\"{}?", place.unwrap_or_default()))
                .edit(at, near);
        } else if flow.contains(char::is_whitespace) {
            told = told.note("A destination is a flow, flow.step, .step, or a link.");
        } else if self.names.flows.len() <= FLOWS_LISTED_MAX {
            let all: Vec<_> = self.names.flows.keys().copied().collect();
            told = told.note(format!("The flows are: {}", all.join(", ")));
        }
        self.tell(told);
    }

    /// What a destination was meant for that is none: a link without its beginning, or a flow with
    /// signs or the ending of a file around it.
    fn meant(&self, value: &str) -> Option<(String, String)> {
        let link = |what: &str| format!("This {what} is no link without its beginning");
        let bare = value.trim_start_matches(['/', '#', '@']).trim_end_matches(".yaml");
        let bare = bare.strip_prefix("flow:").unwrap_or(bare).trim();
        let small = value.to_lowercase();
        if small != value && Way::of_word(&small).is_some() {
            return Some((format!("\"{value}\" is written in small letters here"), small));
        }
        if bare != value && self.names.flows.contains_key(bare) {
            return Some((format!("A flow is written by its name alone: \"{bare}\""), bare.into()));
        }
        let number: String = value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let dialled = |c: char| c.is_ascii_digit() || " +-/().".contains(c);
        match value.split_once('@') {
            _ if value.contains(char::is_whitespace) && !value.chars().all(dialled) => None,
            Some((_, host)) if host.contains('.') => {
                Some((link("e-mail address"), format!("mailto:{value}")))
            }
            _ if number.len() > 5 && value.chars().all(dialled) => {
                Some((link("telephone number"), format!("tel:{number}")))
            }
            _ if is_site(value) => Some((link("address"), format!("https://{value}"))),
            _ => None,
        }
    }

    fn no_step(&mut self, known: &Known<'_>, target: &Target, whole: (&Text, Span), code: Code) {
        let (text, span) = whole;
        if let Some((headline, meant)) = self.meant(&text.value) {
            self.tell(Diagnostic::error(code, span, headline).edit(span, meant));
            return;
        }
        let step = target.step.as_ref().map_or("", |step| step.as_str());
        let from = text.value.len().saturating_sub(step.len());
        let at = self.part(span, text, from..text.value.len());
        let code = if code == Code("R301") { Code("R302") } else { code };
        let headline = format!("Flow \"{}\" has no step \"{step}\"", target.flow);
        let all: Vec<_> = known.steps.keys().copied().collect();
        let label = if all.is_empty() {
            "no step there has an id".to_owned()
        } else {
            format!("steps with a name there: {}", all.join(", "))
        };
        let mut told = Diagnostic::error(code, at, headline).label(label);
        if let Some(near) = nearest(step, all) {
            told = told.edit(at, near);
        }
        self.tell(told);
    }

    /// The name of a flow, as after `on_error`.
    pub(super) fn flow_name(&mut self, field: &Field<'_>, code: Code) -> Option<FlowName> {
        let text = self.plain(field)?;
        let target = self.target(text, field.node.span, code)?;
        if target.step.is_some() {
            let headline = format!("\"{}\" wants a flow, not a step", field.key.name);
            self.tell(Diagnostic::error(Code("K205"), field.node.span, headline));
            return None;
        }
        Some(target.flow)
    }
}

/// Whether a text reads like the address of a page, without what an address begins with.
fn is_site(value: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["com", "org", "net", "io", "app", "dev", "shop", "eu", "de", "fr", "es", "it", "uk", "me"];
    let host = value.split(['/', '?', '#']).next().unwrap_or("");
    let ending = host.rsplit('.').next().unwrap_or("");
    let dots = host.contains('.') && !host.starts_with('.');
    dots && (value.starts_with("www.") || host.len() < value.len() || ENDINGS.contains(&ending))
}

/// Links that Messenger opens, and texts that become one.
fn is_link(value: &str) -> bool {
    ["https:", "tel:", "mailto:", "{{", "{%"].iter().any(|start| value.starts_with(start))
}

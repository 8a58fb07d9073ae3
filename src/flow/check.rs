//! Files → checked model: every mistake of a bot in one run.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::flow::catalogue::{self, Catalogue};
use crate::flow::fields::Told;
use crate::flow::files::{self, Trees};
use crate::flow::gate::{Gate, Outside};
use crate::flow::model::Checked;
use crate::flow::names::Names;
use crate::flow::outline;
use crate::flow::single_braces::Braced;
use crate::flow::translations::{Taken, Translations};
use crate::flow::{
    digest, disclosure, escapes, lengths, lost, names, on_instagram, reads, secrets, settings,
    single_braces, tables, translations, values, variables,
};
use crate::pattern::fold::fold;
use crate::pattern::synonyms::Synonyms;
use crate::source::diagnostic::{Diagnostic, any_error, sort};
use crate::source::yaml::NodeKind;
use crate::source::{Sources, Span};
use crate::template::batch::Batch;
use crate::template::render::Templates;
use crate::template::tables::Tables;
use crate::words::name::{Channel, Locale};

/// The language of a bot that names none.
const DEFAULT_LOCALE: &str = "en";

/// A bot as far as it could be checked.
struct Draft {
    /// What is left once mistakes are taken out.
    checked: Checked,
    /// Texts of catalogues beside the author's own.
    taken: Vec<Taken>,
    /// Words of parts that could not be read.
    doubtful: BTreeSet<String>,
    /// Whether every file could be read.
    whole: bool,
    /// Names in single braces.
    braced: Vec<Braced>,
    /// Where the bot greets people, or says what Get Started does.
    greets: Option<Span>,
    /// What is wrong.
    diagnostics: Vec<Diagnostic>,
}

/// Checks files, texts and variables, so that mistakes of all kinds come in one run.
#[must_use]
pub fn everything(sources: &Sources) -> (Option<(Checked, Templates)>, Vec<Diagnostic>) {
    let mut batch = Batch::folding(|text| fold(text).text);
    let mut told = Told::default();
    let catalogues = catalogue::read(sources, &mut told);
    let mut draft = draft((sources, &catalogues), &mut batch, told);
    let (templates, more) = batch.compile(sources);
    draft.diagnostics.extend(more);
    draft.translate(&catalogues, &templates);
    let mut diagnostics = draft.diagnostics;
    let brought = values::sources::brought(&draft.checked);
    let reads = reads::all(&draft.checked, &templates);
    if draft.whole {
        diagnostics.extend(variables::look(&draft.checked, &reads, &draft.doubtful));
    }
    if draft.whole {
        let told: BTreeSet<_> = diagnostics.iter().map(|one| (one.span, one.code)).collect();
        let values = values::look(&draft.checked, &templates, (&draft.doubtful, &brought));
        diagnostics.extend(values.into_iter().filter(|one| !told.contains(&(one.span, one.code))));
        diagnostics.extend(single_braces::look(&draft.braced, &draft.checked));
        diagnostics.extend(escapes::look(&draft.checked, &templates));
        diagnostics.extend(lengths::look(&draft.checked, &templates));
        diagnostics.extend(on_instagram::look(&draft.checked, &templates));
    }
    // What could not be read may be the very text that uses an answer.
    if draft.whole && draft.doubtful.is_empty() && !any_error(&diagnostics) {
        diagnostics.extend(lost::look(&draft.checked, &reads, &brought));
        diagnostics.extend(disclosure::look(&draft.checked, &templates, draft.greets));
    }
    sort(&mut diagnostics);
    let good = !any_error(&diagnostics);
    (good.then_some((draft.checked, templates)), diagnostics)
}

impl Draft {
    /// Looks at sentences once texts are compiled.
    fn translate(&mut self, catalogues: &[Catalogue], templates: &Templates) {
        self.diagnostics.extend(translations::lost(&self.taken, templates));
        let mut translations = Translations::new(catalogues);
        translations.sentences = std::mem::take(&mut self.checked.sentences);
        translations.hear(templates.translated());
        translations.sort();
        if !any_error(&self.diagnostics) {
            let own = self.checked.settings.locales.first().map_or(DEFAULT_LOCALE, Locale::as_str);
            let (sources, tables) = (&self.checked.sources, &self.checked.tables);
            self.diagnostics.extend(translations.gaps(sources, own, tables));
        }
        self.checked.sentences = translations.sentences;
    }
}

fn draft(
    (sources, catalogues): (&Sources, &[Catalogue]),
    batch: &mut Batch,
    mut told: Told,
) -> Draft {
    let trees = files::trees(sources, &mut told);
    look_for_secrets(&trees, &mut told);
    let mut flows: Vec<_> =
        trees.flows.iter().flat_map(|tree| files::flows(tree, &mut told)).collect();
    flows.iter_mut().for_each(digest::name_steps);
    let mut names = names::collect(&flows, &mut told);
    names.whole = trees.whole;
    names.doubtful.clone_from(&told.doubtful);
    let tables = tables::read(sources, &mut told);
    let gate = gate((sources, catalogues), batch, &names, told);
    cross(gate, &trees, &flows, tables)
}

fn look_for_secrets(trees: &Trees, told: &mut Told) {
    if let Some(tree) = &trees.settings {
        secrets::look_at_keys(tree, told);
        secrets::look(tree, told);
    }
    for tree in &trees.flows {
        secrets::look(tree, told);
    }
}

fn gate<'a>(
    (sources, catalogues): (&'a Sources, &'a [Catalogue]),
    batch: &'a mut Batch,
    names: &'a Names<'a>,
    told: Told,
) -> Gate<'a> {
    let mut templates = IndexMap::new();
    for (name, source) in files::templates(sources) {
        templates.insert(name.to_owned(), batch.file(name, source));
    }
    Gate {
        sources,
        batch,
        names,
        locales: vec![DEFAULT_LOCALE.to_owned()],
        channels: vec![Channel::Messenger],
        templates,
        declared: IndexMap::new(),
        personas: Vec::new(),
        lists: IndexMap::new(),
        synonyms: Synonyms::new(),
        outside: Outside::default(),
        answered: Vec::new(),
        told,
        flow: None,
        loops: Vec::new(),
        used: Vec::new(),
        queues: false,
        sites: Vec::new(),
        braced: Vec::new(),
        payloads: Vec::new(),
        translations: Translations::new(catalogues),
    }
}

fn cross<'a>(
    mut gate: Gate<'a>,
    trees: &'a Trees,
    flows: &[outline::Flow<'a>],
    tables: Tables,
) -> Draft {
    let fields = settings::read(trees.settings.as_ref(), &mut gate);
    gate.read_locales(&fields);
    gate.read_channels(&fields);
    gate.translations.foreign(&gate.locales, &mut gate.told);
    let own = gate.locales.first().map_or(DEFAULT_LOCALE, String::as_str);
    gate.batch.sentences(gate.translations.called(own));
    gate.read_personas(&fields);
    gate.read_synonyms(&fields);
    gate.read_outside(&fields);
    gate.read_variables(&fields);
    if let Some(NodeKind::Map(lists)) = fields.get("replies").map(|field| &field.node.kind) {
        gate.lists.extend(lists.iter().map(|entry| (entry.key.value.as_str(), &entry.value)));
    }
    let mut settings = gate.settings(&fields);
    let checked: Vec<_> = flows.iter().map(|flow| gate.whole_flow(flow)).collect();
    if trees.whole && gate.told.doubtful.is_empty() {
        gate.unanswered_payloads(&checked);
    }
    if !any_error(&gate.told.diagnostics) {
        gate.ties(&checked);
        gate.never_first(&checked);
        gate.reach(&checked, flows);
        gate.hidden(&fields, &settings, &checked);
    }
    let greets = fields.get("greeting").or(fields.get("start")).map(|field| field.node.span);
    settings.on_page.domains = std::mem::take(&mut gate.sites);
    let braced = std::mem::take(&mut gate.braced);
    let Told { mut diagnostics, doubtful, .. } = gate.told;
    sort(&mut diagnostics);
    let Translations { sentences, taken, .. } = gate.translations;
    let sources = gate.sources.clone();
    let checked = Checked { flows: checked, settings, tables, sentences, sources };
    Draft { checked, taken, doubtful, whole: trees.whole, braced, greets, diagnostics }
}

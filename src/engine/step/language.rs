//! `language`: what is spoken with the visitor from now on, also in the rest of this turn.

use crate::bot::op::Op;
use crate::engine::run::Run;
use crate::flow::languages;
use crate::flow::model::language::Language;
use crate::words::name::Locale;
use crate::words::turn::Fault;

/// Speaks the language that the text gives; one that the bot does not have fails the step.
pub(in crate::engine) fn run(run: &mut Run<'_>, op: &Op, to: &Language) -> Result<(), Fault> {
    let word = run.text(to.text)?;
    let known = run.bot.settings.locales.iter().map(Locale::as_str);
    let Some(code) = languages::nearest(word.trim(), known) else {
        let text = "this is none of the bot's languages".to_owned();
        return Err(Fault { code: "K201".into(), place: Some(op.place.clone()), text });
    };
    run.state.locale = Some(Locale::new(code));
    Ok(())
}

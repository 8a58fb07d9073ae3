//! Outward calls, answered as the test says: nothing leaves the machine.

use crate::rehearsal::stage::{Stage, Trouble};
use crate::script::line::Reply;
use crate::words::input::{Answer, InputKind};
use crate::words::name::{Value, VisitorId};
use crate::words::turn::Request;

impl Stage<'_> {
    /// Answers a call; without an answer the run goes on as if the server were down.
    pub(super) fn asked(&mut self, visitor: &VisitorId, request: &Request) -> Result<(), Trouble> {
        let (method, address) = (request.method.clone(), request.address());
        let without_query = address.split('?').next().unwrap_or_default();
        let fits = |url: &str| url == address || url == without_query;
        let given = self.answers.iter().rev().find(|one| one.method == method && fits(&one.url));
        let answer = given.map(|one| match &one.reply {
            Reply::Status { status, body } => Answer::Status {
                code: *status,
                body: body.clone().unwrap_or_else(|| Value::from("")),
            },
            Reply::Timeout => Answer::Timeout,
            Reply::Nothing => Answer::Refused { why: "no connection".to_owned() },
        });
        let missing = answer.is_none();
        let answer = answer.unwrap_or_else(|| Answer::Refused { why: "no answer".to_owned() });
        self.calls.push((method.clone(), address.clone()));
        self.give(visitor, InputKind::Fetched { fetch: request.fetch.clone(), answer })?;
        if missing { Err(Trouble::Outward(method, address)) } else { Ok(()) }
    }
}

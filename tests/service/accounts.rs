//! Accounts of Instagram that an edit of `bot.yaml` names, or names no more, while messages wait.

use std::path::Path;
use std::time::Duration;

use saywhen::store::Store;

use crate::app::{PAGE, Plan, TOKEN};

const ACCOUNT: &str = "17841400111222333";
const SECOND: &str = "17841400444555666";
const VISITOR: &str = "918273645546372";

fn settings(account: &str) -> String {
    format!(
        "typing: off\nchannels: [messenger, instagram]\npages:\n  \"{PAGE}\": {{token_env: A, \
         instagram: \"{account}\"}}\n"
    )
}

fn save(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

#[tokio::test]
async fn what_waits_for_an_account_goes_on_when_somebody_speaks_for_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    save(root, "bot.yaml", &settings(ACCOUNT));
    std::fs::create_dir(root.join("flows")).unwrap();
    let flow =
        "a:\n  when: any message\n  steps:\n    - say: One.\n    - wait: 2s\n    - say: Two.\n";
    save(root, "flows/a.yaml", flow);
    let app = Plan { pages: vec![(PAGE, TOKEN)], ..Plan::folder(root) }.start().await;
    let mut saves = app.app().live.saves();
    app.fake.say_on_instagram(ACCOUNT, VISITOR, "hi").await.unwrap();
    app.until(|counts| counts.sent == 1).await;

    save(root, "bot.yaml", &settings(SECOND));
    saves.changed().await.unwrap();
    while app.store.held(&ACCOUNT.into()).await.unwrap().is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The new account is heard at once, the old one no more.
    app.fake.say_on_instagram(SECOND, "2", "hi").await.unwrap();
    app.fake.say_on_instagram(ACCOUNT, "3", "hi").await.unwrap();
    app.until(|counts| counts.sent == 3 && counts.waiting == 1).await;
    assert_eq!(app.replies_to("2"), ["One.", "Two."]);
    assert!(app.replies_to("3").is_empty());

    save(root, "bot.yaml", &settings(ACCOUNT));
    app.quiet().await;
    assert_eq!(app.replies_to(VISITOR), ["One.", "Two."]);
}

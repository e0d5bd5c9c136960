//! A maildir that the service shares with a mail server, and with people who open it in their mail
//! program: what came is taken in once, wherever it lies, and is nobody's to mark but theirs.

use std::fs;
use std::path::Path;

use regiovraag::intake::{Maildir, Watched, maildir_source};

use crate::imap::{counts, mail};
use crate::support::app::App;
use crate::support::scenario;

/// A maildir with nothing in it.
fn empty() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for part in ["tmp", "new", "cur"] {
        fs::create_dir(dir.path().join(part)).unwrap();
    }
    dir
}

/// The names of the files in one part of it.
fn files(dir: &Path, part: &str) -> Vec<String> {
    let entries = fs::read_dir(dir.join(part)).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn look(app: &App, folder: &mut Maildir) -> (usize, usize) {
    let Watched { taken, left_behind } = folder.look(&app.ctx).await.unwrap();
    (taken, left_behind)
}

scenario!(what_lies_in_a_maildir_is_taken_in_once, |app| {
    let dir = empty();
    let put = |part: &str, name: &str, number| {
        fs::write(dir.path().join(part).join(name), mail(number)).unwrap();
    };
    let mut folder = Maildir::new(dir.path().to_owned());
    put("new", "1.host", 1);
    // Somebody opened the folder before we came, and read one and wrote a draft.
    put("cur", "2.host:2,S", 2);
    put("cur", "3.host:2,D", 3);
    put("new", ".4.host", 4);
    assert_eq!(look(app, &mut folder).await, (2, 0));
    assert_eq!(
        files(dir.path(), "cur"),
        ["1.host:2,", "2.host:2,S", "3.host:2,D"],
        "nothing is marked by us"
    );
    assert_eq!(files(dir.path(), "new"), [".4.host"]);

    // Read, answered, and moved on by people: it is the same message.
    let cur = dir.path().join("cur");
    fs::rename(cur.join("1.host:2,"), cur.join("1.host:2,RS")).unwrap();
    for _ in 0..3 {
        assert_eq!(look(app, &mut folder).await, (0, 0));
    }
    assert_eq!(counts(&app.ctx.db).await, (2, 2));

    // Once nothing changed for a while, and by a process that was started anew.
    put("cur", "5.host:2,", 5);
    assert_eq!(look(app, &mut folder).await, (1, 0));
    let mut again = Maildir::new(dir.path().to_owned());
    for folder in [&mut again, &mut folder] {
        assert_eq!(look(app, folder).await, (0, 0));
    }
    assert_eq!(counts(&app.ctx.db).await, (3, 3));
    app.work().await;
    assert_eq!(app.references().await.len(), 3);
});

scenario!(what_cannot_be_taken_in_stays_and_is_counted, |app| {
    let dir = empty();
    let mut folder = Maildir::new(dir.path().to_owned());
    let large = vec![b'x'; app.ctx.settings.http.max_mail_bytes + 1];
    fs::write(dir.path().join("cur/1.host:2,S"), large).unwrap();
    fs::create_dir(dir.path().join("new/2.host")).unwrap();
    fs::write(dir.path().join("new/3.host"), mail(3)).unwrap();
    assert_eq!(look(app, &mut folder).await, (1, 2));
    for _ in 0..3 {
        assert_eq!(look(app, &mut folder).await, (0, 2), "it stays an alarm");
    }
    let source = maildir_source(dir.path());
    assert!(source.ends_with(dir.path().to_str().unwrap()), "{source}");
    app.work().await;
});

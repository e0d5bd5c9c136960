//! A maildir that the service shares with a mail server, and with people who open it in their mail
//! program: what came is taken in once, wherever it lies, and is nobody's to mark but theirs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

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

scenario!(a_long_queue_is_listed_once_for_all_its_batches, |app| {
    let dir = empty();
    let put = |number: usize| {
        let name = format!("new/{number}.host");
        fs::write(dir.path().join(name), mail(number)).unwrap();
    };
    let mut folder = Maildir::new(dir.path().to_owned());
    for number in 200..270 {
        put(number);
    }
    assert_eq!(look(app, &mut folder).await, (64, 0));
    // What comes meanwhile waits its turn, whatever its name; what somebody moves is found there.
    put(1);
    let opened = dir.path().join("cur/269.host:2,S");
    fs::rename(dir.path().join("new/269.host"), opened).unwrap();
    assert_eq!(look(app, &mut folder).await, (5, 0));
    assert_eq!(look(app, &mut folder).await, (2, 0));
    assert_eq!(look(app, &mut folder).await, (0, 0));
    assert_eq!(counts(&app.ctx.db).await, (71, 71));
    assert!(files(dir.path(), "new").is_empty());
    app.work().await;
});

scenario!(what_stays_is_counted_to_the_end_of_a_long_queue, |app| {
    let dir = empty();
    let mut folder = Maildir::new(dir.path().to_owned());
    fs::create_dir(dir.path().join("new/1.host")).unwrap();
    for number in 200..270 {
        let name = format!("new/{number}.host");
        fs::write(dir.path().join(name), mail(number)).unwrap();
    }
    assert_eq!(look(app, &mut folder).await, (64, 1));
    assert_eq!(look(app, &mut folder).await, (6, 1), "it is no less there");
    assert_eq!(look(app, &mut folder).await, (0, 1));
    app.work().await;
});

scenario!(a_slow_disk_holds_up_nobody_else, |app| {
    let dir = empty();
    let mut folder = Maildir::new(dir.path().to_owned());
    // A pipe is a file that keeps its reader waiting.
    let pipe = dir.path().join("new/1.host");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let (others, went_on) = mpsc::channel();
    let writer = thread::spawn(move || {
        let in_time = went_on.recv_timeout(Duration::from_secs(20)).is_ok();
        fs::write(&pipe, mail(1)).unwrap();
        in_time
    });
    let (looked, ()) = tokio::join!(look(app, &mut folder), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        others.send(()).ok();
    });
    assert_eq!(looked, (1, 0));
    assert!(writer.join().unwrap(), "everything stood still");
    app.work().await;
});

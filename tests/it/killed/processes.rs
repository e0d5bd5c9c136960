//! `mail ingest` and `work` are killed at random moments while mail goes through them.

use std::fs;
use std::process::Child;
use std::thread::sleep;
use std::time::Instant;

use regiovraag::config::DatabaseSettings;
use regiovraag::entity::delivery;
use sea_orm::EntityTrait as _;

use super::{House, everything_is_there_once, expire_leases, mail, under_way};
use crate::support::database::{Engine, Start, open, with_database};
use crate::support::on_each_engine;
use crate::support::size::{Dice, Size};

on_each_engine!(
    no_mail_is_lost_or_doubled_when_its_processes_are_killed,
    |engine| {
        with_database(engine, Start::Filled, async |database| {
            kill_while_mail_goes_through(engine, &database).await;
        })
        .await;
    }
);

async fn kill_while_mail_goes_through(engine: Engine, database: &DatabaseSettings) {
    let size = Size::asked();
    let (mails, kills) = size.pick((60, 6), (500, 20));
    let mut dice = Dice::rolled_from(size.seed());
    let folder = tempfile::tempdir().unwrap();
    let house = House {
        dir: folder.path(),
        database,
        post: vec![
            ("REGIOVRAAG__MAIL__CARRIER", "files".to_owned()),
            ("REGIOVRAAG__MAIL__FILES_DIR", "sent".to_owned()),
        ],
    };
    fs::create_dir(folder.path().join("mail")).unwrap();
    fs::write(folder.path().join("secret.key"), [7; 32]).unwrap();

    // The first share goes through unharmed and tells how long a share takes; a run without any
    // mail tells how much of that is getting up.
    let share = mails / (kills + 1);
    house.hand_over(0..share);
    let begin = Instant::now();
    house.finish(house.start_both());
    let through = begin.elapsed();
    let begin = Instant::now();
    house.finish(house.start_both());
    let up = begin.elapsed().mul_f64(0.7);
    let mut window = through.saturating_sub(up);

    let db = open(database).await;
    let (mut handed, mut killed, mut amid, mut missed) = (share, 0, 0, 0);
    // So small a share may be done before the kill each time: then it goes on, with more mail, until one
    // kill has met unfinished work.
    while killed < kills || (amid == 0 && killed < 10 * kills) {
        let next = handed + share;
        house.hand_over(handed..next);
        handed = next;
        let mut processes = house.start_both();
        sleep(up + window.mul_f64(dice.between(0.0, 1.0)));
        let mut hit = false;
        for process in &mut processes {
            hit |= process.try_wait().unwrap().is_none();
            process.kill().unwrap();
            process.wait().unwrap();
        }
        if hit {
            killed += 1;
            amid += usize::from(under_way(&db).await);
        } else {
            // Both were done already: that was no test of anything.
            missed += 1;
            window = window.mul_f64(0.9);
            assert!(missed < 200, "they are done before they can be killed");
        }
    }
    let mails = mails.max(handed);
    house.hand_over(handed..mails);
    println!(
        "{engine:?}: {mails} mails, {killed} kills ({amid} amid unfinished work) between {up:?} and \
         {:?}, {missed} came too late",
        up + window
    );
    let enough = match size {
        Size::Small => amid >= 1,
        Size::Soak => amid * 2 >= killed,
    };
    assert!(enough, "the kills met too little to interrupt");
    if size == Size::Small {
        // A soak waits for it.
        expire_leases(&db).await;
    }
    house.finish(house.start_both());
    everything_is_there_once(&db, mails).await;
    for delivery in delivery::Entity::find().all(&db).await.unwrap() {
        let file = house.dir.join(format!("sent/{}.eml", delivery.id));
        assert!(file.is_file(), "{delivery:?}");
    }
    db.close().await.unwrap();
}

impl House<'_> {
    fn start_both(&self) -> [Child; 2] {
        [
            self.start(&["mail", "ingest", "mail"]),
            self.start(&["work", "--until-idle"]),
        ]
    }

    fn finish(&self, mut processes: [Child; 2]) {
        for process in &mut processes {
            let status = process.wait().unwrap();
            assert!(status.success(), "{status}\n{}", self.log());
        }
    }

    fn hand_over(&self, numbers: std::ops::Range<usize>) {
        for number in numbers {
            fs::write(self.dir.join(format!("mail/{number:04}.eml")), mail(number)).unwrap();
        }
    }
}

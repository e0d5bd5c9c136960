//! The addresses of desks test themselves: one to which mail comes back, or where nobody reacts, is
//! told before the next question goes there.

use std::sync::Arc;

use chrono::TimeDelta;
use regiovraag::auth::Actor;
use regiovraag::config::Automatic;
use regiovraag::directory::{self, DeskId, Doubt};
use regiovraag::dispatch::{self, Forward};
use regiovraag::outbound::Fate;
use regiovraag::registry::{self, Reference};
use regiovraag::worker::Works;

use crate::bad_input::sign_in_as;
use crate::support::app::{App, changed, question};
use crate::support::scenario;

const ASKER: &str = "an.peeters@wetteren.be";
const DESK: &str = "contactpunt-oost-vlaanderen";

/// A question that the house sends on by itself, when it may.
fn clear_question(number: usize) -> Vec<u8> {
    let text = "Wat is een vervoerregio? Komt er een halte van De Lijn, en hoe vragen wij een hoppinpunt aan?";
    question(ASKER, &format!("Openbaar vervoer {number}"), text)
}

async fn doubt(app: &App) -> Option<Doubt> {
    directory::doubt(&app.ctx.db, DeskId::of("mow"))
        .await
        .unwrap()
}

async fn newest(app: &App) -> Reference {
    app.references().await.pop().unwrap()
}

/// A person sends a question on to the administration.
async fn send_on(app: &App, agent: &Actor, reference: &Reference) {
    let seen = app.case(reference).await.ticket.revision;
    let to = Forward {
        desk: "mow".to_owned(),
        ..Forward::default()
    };
    dispatch::forward(&app.ctx, agent, reference, seen, to)
        .await
        .unwrap();
    app.work().await;
}

scenario!(
    an_address_that_came_back_gets_nothing_by_itself_and_is_told,
    |app| {
        let ctx = changed(&app.ctx, |settings| {
            settings.dispatch.automatic = Automatic::Confident;
        });
        let carrier = Arc::clone(&app.post_box);
        let house = Works::with_carrier(ctx, carrier).await.unwrap();
        let take = async |number| {
            app.receive(clear_question(number)).await;
            house.until_idle().await.unwrap();
        };
        take(1).await;
        let first = app.only_case().await;
        let held = first.threads.iter().find_map(|it| it.assignment.as_ref());
        let address = held.expect("it went on by itself").desk_email.clone();
        assert_eq!(doubt(app).await, None);

        let gone = Fate::Refused {
            code: Some(550),
            reply: "550 5.1.1 unknown".to_owned(),
        };
        app.post_box.meet(&address, gone);
        take(2).await;
        assert_eq!(doubt(app).await, Some(Doubt::Bounces(1)));

        take(3).await;
        let third = newest(app).await;
        let case = app.case(&third).await;
        assert!(case.threads.iter().all(|it| it.assignment.is_none()));
        let proposed = case.proposed.as_ref().map(|(slug, ..)| slug.as_str());
        assert_eq!(proposed, Some("mow"), "it is laid before a person");

        let agent = app.agent(DESK).await;
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let page = app.get(&format!("/desk/tickets/{third}")).await.body;
        let told = "De laatste mail naar dit adres kwam niet aan.";
        assert!(page.contains(told), "{page}");
        assert!(
            page.contains("het adres van het loket is twijfelachtig"),
            "{page}"
        );
        let form = app.get(&format!("/desk/tickets/{third}?do=forward")).await;
        assert!(form.body.contains(told), "{}", form.body);

        // One that arrives ends the doubt.
        app.post_box.meet(
            &address,
            Fate::Delivered {
                server: "mx.mow.example".to_owned(),
                reply: "250 kept".to_owned(),
            },
        );
        send_on(app, &agent, &third).await;
        assert_eq!(doubt(app).await, None);
        let page = app.get(&format!("/desk/tickets/{third}?do=forward")).await;
        assert!(!page.body.contains(told), "{}", page.body);
    }
);

scenario!(
    a_desk_that_never_reacts_is_told_before_it_is_asked_again,
    |app| {
        let agent = app.agent(DESK).await;
        for number in 1..=3 {
            assert_eq!(doubt(app).await, None);
            app.take(clear_question(number)).await;
            send_on(app, &agent, &newest(app).await).await;
        }
        // Ten working days and more go by.
        app.later(TimeDelta::days(30)).await;
        assert_eq!(doubt(app).await, Some(Doubt::Silent(3)));
        let desk = DeskId::of("mow").0;
        assert_eq!(
            registry::reactions(&app.ctx.db, desk).await.unwrap(),
            (0, 3)
        );

        app.take(clear_question(4)).await;
        let fourth = newest(app).await;
        sign_in_as(app, &format!("els.{DESK}@vlaanderen.be")).await;
        let form = app.get(&format!("/desk/tickets/{fourth}?do=forward")).await;
        let told = "liet de laatste 3 vragen zonder reactie voorbijgaan";
        assert!(form.body.contains(told), "{}", form.body);

        // One reaction, however late, and somebody reads there.
        let first = app.references().await.remove(0);
        let case = app.case(&first).await;
        let held = case.threads.iter().find_map(|it| it.assignment.as_ref());
        let mail = app.mails_to(&held.unwrap().desk_email).remove(0);
        app.take(mail.reply("U hoort bij de vervoerregio Gent."))
            .await;
        assert_eq!(doubt(app).await, None);
        assert_eq!(
            registry::reactions(&app.ctx.db, desk).await.unwrap(),
            (1, 3)
        );
    }
);

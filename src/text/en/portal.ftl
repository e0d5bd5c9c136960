# The portal, in English. The Dutch file is the source.

# Around every page
portal-skip = Go to the content
portal-menu = Main menu
portal-menu-ask = Ask a question
portal-menu-status = Where is my question?
portal-menu-faq = Frequently asked questions
portal-menu-contact = Your contact point
portal-footer-accessibility = Accessibility
portal-footer-privacy = Privacy
portal-footer-about = About this service
portal-footer-service = Regiovraag is a service of the Agency for Home Affairs (ABB) for local governments and governors.
portal-footer-mail = Mail always works: <a href="mailto:{ $mail }">{ $mail }</a>
portal-demo-label = Demo
portal-demo-bar = Demo: no real mail leaves. All persons and questions are invented.
portal-demo-mailbox = To the mailboxes
portal-demo-desk = To the desk of the contact points
portal-error-prefix = Error:
portal-optional = (optional)
portal-search = Search
portal-attachments = Attachments
portal-attachments-hint = At most { $size } together.
portal-decimal-point = .
portal-size-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
portal-municipality = Municipality of { $name }
portal-city = City of { $name }
portal-next-heading = What happens now?

# Start page
portal-start-title = Questions about region formation
portal-start-heading = A question about region formation?
portal-start-lead = Ask it here. We find who in the Flemish or federal government can answer, and follow up until you have the answer.
portal-start-ask = In your own words. You get a number at once.
portal-start-status = See who has your question, since when, and when you get an answer.
portal-start-faq = { $count ->
    [0] Answers to questions that keep coming back.
    [one] The answer to a question that keeps coming back.
   *[other] Answers to { $count } questions that keep coming back.
}
portal-start-contact-heading = Who is my contact point?
portal-start-contact = Find your municipality by name or postal code.
portal-start-often = Often asked
portal-start-mail-heading = Prefer mail?
portal-start-mail = Write to <a href="mailto:{ $mail }">{ $mail }</a>. It works exactly the same.
portal-how-heading = What happens with your question
portal-how-1-heading = You ask
portal-how-1 = Here or by mail. You get a number at once. You need no account.
portal-how-2-heading = Your contact point reads it
portal-how-2 = Every province has a contact point. It answers itself, or sends your question to the service responsible.
portal-how-3-heading = We follow up
portal-how-3 = We remind the service of the date. Your page always says what we wait for.
portal-how-4-heading = You say whether it helps
portal-how-4 = We ask you whether the answer helps. If you say no, we go on.

# Ask
portal-ask-heading = Ask a question
portal-ask-lead = Write as you would ask a colleague. You need not know who is responsible.
portal-ask-errors-heading = Your question has not been sent yet
portal-ask-errors = { $count ->
    [one] Check this point. The rest stays as it is.
   *[other] Check these { $count } points. The rest stays as it is.
}
portal-ask-subject = Subject
portal-ask-subject-hint = A few words are enough.
portal-ask-question = Your question
portal-ask-question-hint = Do you have more questions? Put them together. Leave out data about persons that are not needed.
portal-ask-look = See whether there is an answer already
portal-ask-look-hint = Optional. What you wrote stays.
portal-ask-offers-heading = Perhaps your answer is here already
portal-ask-offers-otherwise = Not what you look for? Simply go on with your question.
portal-ask-no-offers-heading = We found no answer yet
portal-ask-no-offers = Simply go on with your question. We find who can answer it.
portal-kept = { $size }, kept already
portal-file-damaged = { $size }, arrived damaged
portal-leave-out = Leave out
portal-ask-who = Who are you?
portal-ask-name = First name and name
portal-ask-mail = E-mail address
portal-ask-mail-hint = We send the answer here.
portal-ask-organisation = For which local government do you ask?
portal-ask-organisation-hint = Municipality, OCMW, association or governor. This brings you to the right contact point.
portal-ask-meant = Which organisation do you mean?
portal-ask-meant-none = My organisation is really called “{ $typed }”
portal-ask-send = Send my question
portal-ask-privacy = We use your data to answer your question. <a href="/privacy">Read how we handle them</a>.

# Sent
portal-sent-title = Your question has been sent
portal-sent-heading = We have your question
portal-sent-number = Your number is
portal-sent-lead = We send an acknowledgement to <strong>{ $mail }</strong>. It holds your link to follow the question. Is that address wrong? Then ask the question again.
portal-sent-1 = <strong>{ $desk }</strong> reads your question.
portal-sent-2 = You get an answer there, or your question goes to the service in charge. Your page says which one that is.
portal-sent-3 = You get an answer <strong>on { $due } at the latest</strong>. If we cannot manage, your page says what we wait for.
portal-sent-3-no-date = Your page says by when you get an answer.
portal-sent-follow = Follow my question
portal-sent-offers-heading = Perhaps this helps meanwhile
portal-sent-offers-otherwise = It does not? Then your question simply goes on.
portal-sent-no-mail-heading = No mail?
portal-sent-no-mail = Look into your folder of unwanted mail after a quarter of an hour.
portal-sent-no-mail-call = Nothing there? Call { $desk }: <a href="tel:{ $tel }">{ $phone }</a>.
portal-sent-no-mail-write = Nothing there? Write to <a href="mailto:{ $mail }">{ $mail }</a> with your number.

# Status: the ball and the sum of the date
portal-status-title = Your question { $reference }
portal-status-kicker = Your question
portal-status-undelivered = Our answer did not arrive at your address. It does stand on this page.
portal-ball-label = State of affairs
portal-ball-you = Your question waits for you
portal-ball-who = Your question is with { $desk }
portal-ball-since = Since { $day }{ $count ->
    [0] .
    [one] , that is 1 working day.
   *[other] , that is { $count } working days.
}
portal-ball-due = You get an answer <strong>by { $due } at the latest</strong>.
# $desk: an administration; $day: when it answers us.
portal-ball-beyond = { $desk } tells us that it answers only by { $day }. That is after this date. Our contact point follows this up; you need not do anything.
portal-ball-later = Your answer comes <strong>later than promised</strong>. The new date is <strong>{ $due }</strong>.
portal-ball-overdue = You should have had an answer on <strong>{ $due }</strong>. We did not manage. We are working on it.
portal-ball-waiting = We need your reply first. While we wait, your term stands still.
portal-sum-summary = How we count that date
portal-sum-rule = We promise an answer within <strong>{ $count } working days</strong>. We count from the day after your question.
portal-sum-rule-again = We promise an answer within <strong>{ $count } working days</strong>. We count from the day after your question was opened again.
portal-sum-rule-desk = We asked you for an answer within <strong>{ $count } working days</strong>. We count from the day after our mail.
portal-sum-span = From { $from } up to and including { $to }
portal-sum-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
portal-sum-weekends = Weekends
portal-sum-holidays = Holidays
portal-sum-paused = Days we waited for your reply
portal-sum-working-days = Working days
portal-sum-change = <strong>Changed on { $day }</strong> by { $who }: { $why }
portal-sum-unchanged = This date has not been changed.
portal-sum-again = Your question was opened again. That is why the term began anew.

# Days that do not count
portal-holiday-new-year = New Year
portal-holiday-second-of-january = 2 January
portal-holiday-easter-monday = Easter Monday
portal-holiday-labour-day = Labour Day
portal-holiday-ascension = Ascension
portal-holiday-whit-monday = Whit Monday
portal-holiday-flemish-feast = feast of the Flemish Community
portal-holiday-national-day = national day
portal-holiday-assumption = Assumption
portal-holiday-all-saints = All Saints
portal-holiday-all-souls = All Souls
portal-holiday-armistice = Armistice
portal-holiday-dynasty = feast of the Dynasty
portal-holiday-christmas = Christmas
portal-holiday-boxing-day = Boxing Day

# Status: the timeline
portal-time-heading = What happened, and what comes?
portal-time-heading-past = What happened so far?
portal-step-now = now, { $day }
portal-step-by = by { $day } at the latest
portal-step-received = We received your question
portal-step-received-more = You got an acknowledgement at { $mail }.
portal-step-read = { $desk } read your question
portal-step-sent-to = We sent your question to { $desk }
portal-step-sent-to-more = That service deals with this topic: { $topic }.
portal-step-accepted = { $desk } took your question
portal-step-refused = { $desk } could not answer your question
portal-step-reminded = We reminded { $desk } of the date
portal-step-delayed = We wrote to you that the answer comes later
portal-step-asked-more = We asked you for more information
portal-step-asker-wrote = You wrote to us again
portal-step-other-wrote = { $who } wrote to us
portal-step-answered = { $desk } answered
portal-step-answer-sent = We sent you the answer
portal-step-part-sent = We sent you a part of the answer
portal-step-rest-sent = We sent you the rest of the answer
portal-step-answer-sent-more = The mail server of { $domain } took it.
portal-step-answer-bounced = Our answer did not arrive at your address
portal-step-answer-bounced-more = It does stand on this page. Your contact point looks for another address.
portal-step-answer-bounced-here = It does stand on this page.
portal-step-confirmed = You said that your question has been answered
portal-step-part-confirmed = You said that this part of the answer helps
portal-step-disputed = You said that your question has not been answered yet
portal-step-closed = Your question was closed
portal-step-reopened = Your question was opened again
portal-step-working = { $desk } is working on the answer
portal-step-working-more = We expect an answer by { $day }. If it does not come, we remind them.
portal-step-desk-reads = { $desk } is reading your question
portal-step-waiting = We wait for your reply
portal-step-asker-says = You say whether the answer helps
portal-step-review = We read the answer
portal-step-answer-comes = You get the answer by mail, and here
portal-step-rest-comes = You get the rest of the answer by mail, and here
portal-step-expected = { $desk } answers
portal-step-desk-asks = { $desk } asked us for more information: { $owner } looks into it

# Status: messages, and what the asker can do
portal-messages-heading = Messages
portal-message-own-question = Your question
portal-message-own = Your message
portal-message-other = Message of { $who }
portal-message-asker = Question of { $who }
portal-message-answer = Answer of { $desk }
portal-message-desk = Message of { $desk }
portal-add-summary = Add something to your question
portal-add-message = Your message
portal-add-send = Add
portal-add-done = We have your message. Your contact point reads it.
portal-yesno-heading = Does this answer your question?
portal-yesno-part-heading = Does this part help you already?
portal-part-heading = This is a part of the answer.
portal-part-rest = { $desk } still answers. We asked them to do so by { $day }.
portal-part-rest-ours = Your contact point still looks into the rest.
portal-yes = Yes, answered
portal-yes-part = Yes, this part helps
portal-no = No, not yet
portal-no-part = No, this part does not help
portal-yesno-closes = If we hear nothing, we close the question on <strong>{ $day }</strong> ({ $count ->
    [one] 1 working day
   *[other] { $count } working days
}). Do you reply later? Then we open it again.
portal-status-closed = Closed on { $moment }
portal-status-reopen = Do you come back to it later? Reply to our mail. Then we open your question again, with the same number.
portal-closed-answered = Your question has been answered.
portal-closed-faq = A frequently asked question gave you the answer.
portal-closed-duplicate = We handle your question together with another question about the same.
portal-closed-withdrawn = You needed no answer any more.
portal-closed-disowned = You told us that you did not ask this question.
portal-closed-out-of-scope = Your question is not about region formation. That is why we cannot answer it. Put it to the service that deals with this subject.
portal-closed-spam = This message did not look like a question. If it is one, reply to our mail.
portal-about-question = About this question
portal-contact-mail-about = Mail about this question
portal-facts-heading = Facts
portal-facts-number = Number
portal-facts-by = Asked by
portal-asked-by = { $name }, { $organisation }
portal-facts-on = Asked on
portal-facts-on-by = { $day }, { $channel }
portal-facts-topic = Topic
portal-channel-mail = by mail
portal-channel-portal = with the form
portal-channel-other = in another way
portal-link-heading = Your link
portal-link-text = Whoever has this link can read your question. Share it with colleagues only. <a href="/status">Ask for a new link</a> if that went wrong.

# Confirm
portal-confirm-heading = Has your question been answered?
portal-confirm-lead = In our mail you chose <strong>“Yes, answered”</strong>. Click once more to confirm. Then we close your question.
portal-confirm-part-lead = In our mail you chose <strong>“Yes, this part helps”</strong>. Click once more to confirm. Your question stays open until you have the rest of the answer, too.
portal-confirm-button = Yes, close my question
portal-confirm-no = No, not answered yet
portal-confirm-why = Why do we ask again?
portal-confirm-why-text = Some mail programs open all links to check them. As long as you do not click the button, nothing changes.
portal-confirm-read = Read the answer again
portal-confirmed-title = Your question is closed
portal-confirmed-heading = Thank you, your question is closed
portal-confirmed-text = On { $day } at { $hour } you confirmed that question <strong class="rv-ref">{ $reference }</strong> has been answered.
portal-confirmed-part-heading = Thank you. Your question stays open
portal-confirmed-part-text = On { $day } at { $hour } you confirmed that the first part of the answer to question <strong class="rv-ref">{ $reference }</strong> helps you. The rest is still to come.
portal-confirmed-later-heading = Do you come back to it later?
portal-confirmed-later = Simply reply to our mail. Then we open your question again, with the same number.
portal-confirmed-stays = The question and the answer stay on <a href="{ $url }">your page</a>.
portal-confirmed-again = Do you click the link in the mail again? Then you see this page. Nothing changes.
portal-back-question = Back to your question
portal-notyet-heading = What is still missing?
portal-notyet-lead = You chose “No, not yet”. Nothing has changed so far: say below what is missing and press the button. Then we open your question again.
portal-notyet-what = What do you still want to know?
portal-notyet-hint = One sentence is enough. It helps us to ask the right question again.
portal-notyet-button = Open my question again
portal-notyet-then-heading = What do we do with it?
portal-notyet-then = Your contact point reads this today or on the next working day. The term starts again. Your page shows the new date.
portal-reopened-heading = Your question is open again
portal-reopened-text = On { $day } at { $hour } you said that question <strong class="rv-ref">{ $reference }</strong> has not been answered yet.
portal-reopened-1 = Your contact point reads this today or on the next working day.
portal-reopened-2 = The term starts again. You get an answer <strong>by { $due } at the latest</strong>.
portal-reopened-part-heading = Your contact point looks into it
portal-reopened-part-2 = Your question stays open. You get an answer <strong>by { $due } at the latest</strong>.
portal-reopened-2-no-date = The term starts again. Your page shows the new date.
portal-reopened-page = Follow your question on <a href="{ $url }">your page</a>. If you click the link in the mail again, nothing changes.

# Lost link
portal-lost-lead = Your personal link stands in our mails, under “Volg uw vraag”.
portal-lost-heading = Lost the link?
portal-lost-error-heading = No link has been sent yet
portal-lost-mail = Your e-mail address
portal-lost-mail-hint = The address with which you asked.
portal-lost-number = Number of your question
portal-lost-number-hint = Such as RV-2026-000487. Leave empty for all your questions.
portal-lost-send = Mail me the link
portal-link-sent-heading = Look into your mailbox
portal-link-sent-lead = Do we know <strong>{ $mail }</strong>? Then we send a link there now.
portal-link-sent-note = We do not say here whether we know an address. So nobody can see who asks us questions.
portal-link-sent-nothing = No mail after a quarter of an hour?
portal-link-sent-spam = Look into your folder of unwanted mail.
portal-link-sent-other = Try another address, for instance that of your service.
portal-link-sent-call = Or call <a href="/contactpunt">your contact point</a>.
portal-expired-heading = This link does not work any more
portal-expired-lead = It was replaced by a newer one, or it was not copied in full. Your question itself is not lost.
portal-expired-new = Ask for a new link
portal-expired-else = Still no luck?
portal-expired-call = Call <a href="/contactpunt">your contact point</a>, or mail to <a href="mailto:{ $mail }">{ $mail }</a> with the number of your question.

# Notices
portal-not-found-heading = This page does not exist
portal-not-found-lead = Check whether you copied the address correctly. Did you come by a link on our site? Then the mistake is ours.
portal-not-found-faq = Search the frequently asked questions
portal-not-found-status = Follow your question
portal-not-found-start = To the start page
portal-failure-heading = Something went wrong on our side
portal-failure-lead = It is not your fault.
portal-failure-lead-asking = Your question has <strong>not</strong> been sent. It is not your fault.
portal-failure-back = Go back in your browser. What you wrote is mostly still there.
portal-failure-again = Try again in a few minutes.
portal-failure-mail = Urgent? Mail to <a href="mailto:{ $mail }">{ $mail }</a>.
portal-failure-code = Do you call us about this? Then give this code: <strong class="rv-ref">{ $code }</strong>
portal-refused-mail = Mail always works: <a href="mailto:{ $mail }">{ $mail }</a>.
portal-maintenance-heading = Closed for a moment
portal-maintenance-lead = Try again in half an hour. Now you can neither ask nor follow a question here.
portal-maintenance-mail = <strong>You can mail.</strong> Send your question to <a href="mailto:{ $mail }">{ $mail }</a>. No mail gets lost. You get your number afterwards.

# FAQ
portal-faq-heading = Frequently asked questions about region formation
portal-faq-lead = Search in your own words. A typing error is no problem.
portal-faq-search-label = Search the frequently asked questions
portal-faq-topics = Topics
portal-faq-all-topics = All topics
portal-faq-all = All questions
portal-faq-found = { $count ->
    [0] No questions found
    [one] 1 question found
   *[other] { $count } questions found
}
portal-faq-none = There are no questions here yet.
portal-faq-checked = checked on { $day }
portal-faq-not-there = Is your answer not there?
portal-faq-ask = <a href="{ $url }">Ask your question</a>. You get a number at once.
portal-faq-back = All frequently asked questions
portal-faq-entry-checked = Checked on <time datetime="{ $machine }">{ $day }</time>
portal-faq-sources = Sources
portal-faq-print = Regiovraag, Agency for Home Affairs (ABB). Checked on { $day }. Address of this page: { $url }
portal-faq-different = Is your question different?
portal-faq-different-ask = <a href="{ $url }">Ask us</a>. You need not know who is responsible.
portal-faq-aside = Related questions and this page
portal-faq-related = Related questions
portal-faq-page = This page
portal-faq-feed = Follow new answers (Atom)
portal-faq-no-topic = No topic
portal-faq-permanent = Permanent link

# Contact point
portal-contact-heading = Who is your contact point?
portal-contact-place = Municipality or postal code
portal-contact-place-hint = A part of a municipality or a former name will do as well.
portal-contact-several = Which municipality do you mean?
portal-contact-near = We found no Flemish municipality “{ $query }”. Do you mean one of these?
portal-contact-none = We found no Flemish municipality for “{ $query }”
portal-contact-none-way-out = Check the name, or choose your municipality from <a href="#lijst">the list</a>. You can also <a href="/vraag">ask your question</a> at once: we find the contact point.
portal-contact-found = The contact point of { $place } is { $desk }
portal-contact-mail-arrives = Your mail finds its way to this contact point.
portal-contact-where = Where is { $place }?
portal-contact-region = Reference region
portal-contact-region-size = <strong>{ $region }</strong> ({ $count ->
    [one] 1 municipality
   *[other] { $count } municipalities
})
portal-contact-province = Province
portal-contact-also = Parts of the municipality and former names
portal-contact-all = All municipalities by province
portal-contact-province-size = { $province } ({ $count ->
    [one] 1 municipality
   *[other] { $count } municipalities
})

# The page behind an administration's link
portal-adm-title = Question for { $desk }
portal-adm-kicker = For { $desk }, sent on by the Agency for Home Affairs
portal-adm-heading = Can you answer this question?
portal-adm-heading-done = A question that we asked you
portal-adm-term = Term
portal-adm-due = Please answer by { $due }
portal-adm-left = { $count ->
    [0] That is today.
    [one] That is 1 working day from now.
   *[other] That is { $count } working days from now.
}
portal-adm-late = { $count ->
    [one] That day was 1 working day ago. Your answer remains welcome.
   *[other] That day was { $count } working days ago. Your answer remains welcome.
}
portal-adm-promised = The asker was promised an answer by { $due } at the latest.
portal-adm-error-heading = Nothing was sent yet
portal-adm-state-answered = You answered on { $moment }. You can still add to your answer.
portal-adm-state-refused = On { $moment } you said that this question is not for you. Nothing is left to do.
portal-adm-state-withdrawn = We took this question back on { $moment }. Nothing is left to do.
portal-adm-answer-heading = Your answer
portal-adm-answer-hint = The contact point reads your answer and sends it to the asker, with your name.
portal-adm-answer = Answer
portal-adm-name = Your first name and name
portal-adm-send = Send answer
portal-adm-otherwise = Can you not answer?
portal-adm-refuse-summary = This question is not for us
portal-adm-refuse-who = Whose is it then?
portal-adm-refuse-who-hint = A service, a name or a mail address. You do not know? Leave empty.
portal-adm-refuse-why = Why not?
portal-adm-refuse = Not for us
portal-adm-back-summary = We need more information first
portal-adm-back = What do you want to know?
portal-adm-back-hint = The contact point asks the asker and brings you the answer.
portal-adm-back-send = Ask this
portal-adm-later-summary = We answer later: give a date
portal-adm-later = When do you answer?
portal-adm-later-hint = The asker can read this date.
portal-adm-later-send = Pass this date on
portal-adm-good-to-know = Good to know
portal-adm-asker = Asker
portal-adm-why = Why you?
portal-adm-why-topic = Your service deals with this topic: { $topic }.
portal-adm-owner = Followed up by
portal-adm-mail-heading = Prefer mail?
portal-adm-mail = Simply reply to the mail you got. It works exactly the same, later as well.
portal-adm-link-heading = This link
portal-adm-link = The link belongs to your service. A colleague may use it. You need no account.
portal-adm-advice-heading = Can you give us advice about this?
portal-adm-advice-answer-heading = Your advice
portal-adm-advice-answer-hint = The contact point reads your advice and uses it in an answer of its own. It does not go to the asker.
portal-adm-advice-back-hint = The contact point answers you.
portal-adm-advice-later-hint = Only the contact point reads this date.
portal-adm-advice-thanks = { $desk } uses your advice in the answer to the asker.
portal-adm-advice-refused = { $desk } goes on without your advice.
portal-adm-advice-asked = { $desk } reads your question and answers you.
portal-adm-advice-dated = { $desk } knows now when your advice comes.
portal-adm-thanks-heading = Thank you, we have your answer
portal-adm-thanks-which = Question <strong class="rv-ref">{ $reference }</strong> of { $asker }.
portal-adm-thanks-1 = { $desk } reads your answer and sends it to the asker.
portal-adm-thanks-2 = You get no more reminders.
portal-adm-thanks-3 = Does the asker have another question? Then the contact point tells you.
portal-adm-thanks-more = Something forgotten? <a href="{ $url }">Add to your answer</a>, or reply to the mail.
portal-adm-refused-heading = Thank you, we look further
portal-adm-refused-1 = { $desk } finds who can answer this question.
portal-adm-refused-mistake = Was this a mistake? Then reply to the mail you got.
portal-adm-asked-heading = Thank you, we will find out
portal-adm-asked-1 = { $desk } answers you, or asks the asker.
portal-adm-asked-2 = The answer reaches you by mail, in the same conversation.
portal-adm-asked-more = Do you know more meanwhile? Then <a href="{ $url }">give your answer</a>, or reply to the mail.
portal-adm-dated-heading = Thank you, we noted your date
portal-adm-dated-1 = { $desk } and the asker can read when you answer.
portal-adm-dated-2 = Only when that day has passed do you get a reminder.

# Accessibility
portal-accessibility-lead = Everybody must be able to use this service. We follow WCAG 2.2, level AA.
portal-accessibility-how-heading = What you may expect
portal-accessibility-how-1 = Everything works with the keyboard and with a screen reader.
portal-accessibility-how-2 = Everything works without JavaScript, on a narrow screen and enlarged to 400%.
portal-accessibility-how-3 = Colour alone never carries a meaning.
portal-accessibility-lacks-heading = What is not good yet
portal-accessibility-lacks-1 = We show attachments as their sender made them. Some pdf files are not accessible.
portal-accessibility-lacks-2 = An independent test by users with a disability has not taken place yet.
portal-accessibility-tell-heading = Does something not work?
portal-accessibility-tell = Mail to <a href="mailto:{ $mail }">{ $mail }</a> or call <a href="/contactpunt">your contact point</a>. We help you and mend it.

# Privacy
portal-privacy-lead = We use your data to answer your question, and for nothing else.
portal-privacy-what-heading = What do we keep?
portal-privacy-what-1 = Your name, your e-mail address, your local government and what you write to us, with the attachments.
portal-privacy-what-2 = What happened with your question: who read it, who got it, when you got an answer.
portal-privacy-who-heading = Who reads it?
portal-privacy-who-1 = The contact points of the Agency for Home Affairs, and the office of the governor of your province.
portal-privacy-who-2 = The service that answers your question. Your page says which one.
portal-privacy-who-3 = Whoever has your personal link. Share it with colleagues only.
portal-privacy-not-heading = What do we not do?
portal-privacy-not-1 = We do not track you: no tracking pixels, no statistics of others, nothing from another website.
portal-privacy-not-2 = In your browser we keep your language only, and not before you choose it.
portal-privacy-not-3 = We never publish your name. A frequently asked question holds no personal data.
portal-privacy-rights-heading = Your rights
portal-privacy-rights = You may see your data, have them corrected and have them erased. Write to <a href="mailto:{ $mail }">{ $mail }</a>.

# About
portal-about-lead = Regiovraag is one address for all questions about region formation. You never have to find out who is responsible.
portal-about-who-heading = For whom?
portal-about-who = For municipalities, OCMWs, intermunicipal associations, police and emergency zones, and governors.
portal-about-promise-heading = What do we promise?
portal-about-promise-1 = You get a number at once, and a date by which you have an answer.
portal-about-promise-2 = You always see who has your question and since when.
portal-about-promise-3 = We close your question only when you got the answer.
portal-about-not-heading = What is it not for?
portal-about-not = Questions of citizens about their own affairs belong with their municipality.
portal-about-contact = A question? <a href="/vraag">Ask it here</a>, or call <a href="/contactpunt">your contact point</a>.

# "That was not me"
portal-notme-heading = Did you not ask this question?
portal-notme-lead = Somebody asked us a question with your e-mail address. Was it not you? Then we close it. You get no more mail about it.
portal-notme-button = That was not me
portal-notme-was-me = I did ask it: show my question
portal-notme-done-heading = This question is closed
portal-notme-done = You get no more mail about it.

# What is wrong with a form
portal-error-subject = Write the subject
portal-error-subject-long = Make the subject shorter than 200 characters
portal-error-question = Write your question
portal-error-question-long = Make your question shorter, or add the rest as an attachment
portal-error-name = Write your first name and name
portal-error-name-long = Make your name shorter than 200 characters
portal-error-mail = Give a full e-mail address, such as name@municipality.be
portal-error-organisation-long = Make the name of your local government shorter than 200 characters
portal-error-organisation-unknown = We do not know “{ $typed }”: choose which organisation you mean, or say that the name is right
portal-error-file = “{ $name }” is { $size }. Choose at most 20 MB together.
portal-error-file-empty = “{ $name }” is empty and does not go along. Send without this file, or choose another one.
portal-error-files = Send { $most } files at most
portal-error-message = Write your message
portal-error-answer = Write your answer
portal-error-back = Write what you want to know
portal-error-day = Choose a day
portal-error-day-unfit = Choose a working day to come, within a year
portal-too-often = You sent too much in a short time. Wait a moment and try again. Mail does work.
portal-whose-instead = Whose instead: { $who }

# Status: how the answer was given, as the contact point noted it. $how: "by phone".
portal-closed-duplicate-of = We handle your question together with question { $reference }.
portal-merged-to = Look at that question
portal-merged-more = Do you want to add something? Reply to our mail. Your message joins the question that goes on.
portal-noted-elsewhere = Answered { $how } by { $by } on { $day }, noted by { $desk }.
portal-noted-arrived = { $by } said { $how } on { $day } that your question is answered, noted by { $desk }.
portal-noted-not = That is not so
portal-step-noted = { $desk } noted that your question is answered
portal-step-noted-more = { $how } by { $by }, on { $day }.
portal-told-phone = by phone
portal-told-meeting = at a meeting
portal-told-mail = by mail
portal-told-otherwise = in another way
portal-channel-phone = by telephone
portal-channel-meeting = at a meeting

# The page about the API, for people who write programs.
api-heading = De API van Regiovraag
api-lead = Met de API geeft een programma vragen door, leest het de veelgestelde vragen en zoekt het op wie waar zit.
api-machine = Voor programma’s staat dit alles als OpenAPI 3.1 in <a href="/api/openapi.json">/api/openapi.json</a>. De uitleg bij routes en velden is in het Engels.
api-contents = Op deze pagina
api-how = Zo werkt het
api-how-token = Een route die iets doorgeeft, vraagt een toegangssleutel: <code>Authorization: Bearer ...</code>. De beheerder maakt die met <code>regiovraag token create</code>, met het bereik dat bij de route staat.
api-how-repeat = Stuur bij een POST een <code>Idempotency-Key</code> mee. Komt ons antwoord niet aan, stuur dan dezelfde aanvraag met dezelfde sleutel opnieuw: u krijgt hetzelfde antwoord, met <code>Idempotency-Replayed: true</code>. We bewaren het zeven dagen.
api-how-list = Een lijst komt in delen. Geef <code>next_cursor</code> als <code>cursor</code> mee voor het volgende deel.
api-how-keep = Wie een <code>ETag</code> terugstuurt in <code>If-None-Match</code>, krijgt 304 zolang er niets gewijzigd is.
api-scope = Vraagt een toegangssleutel met het bereik <code>{ $scope }</code>.
api-public = Openbaar: geen toegangssleutel nodig.
api-parameters = Parameters
api-body = Inhoud
api-answer = Antwoord
api-required = verplicht
api-route-problems = Wat kan misgaan
api-problems = Problemen
api-problems-lead = Lukt iets niet, dan antwoordt de API met <code>application/problem+json</code> (RFC 9457). <code>type</code> eindigt op de naam van het probleem en verandert niet; <code>title</code> en <code>detail</code> zijn voor mensen. Met <code>Accept-Language: en</code> zijn ze in het Engels. <code>request_id</code> vindt de aanvraag in onze logboeken terug.
api-route-tickets = Een vraag registreren
api-route-mail = Een mail doorgeven
api-route-faq = Veelgestelde vragen lezen
api-route-faq-entry = Eén antwoord lezen
api-route-municipalities = Gemeenten opzoeken
api-route-regions = Referentieregio’s opzoeken
api-route-contact-points = Contactpunten opzoeken
api-route-administrations = Bevoegde diensten opzoeken

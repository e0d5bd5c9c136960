"""A mail server for the tests of our own sending, on a free port of this machine.

Speaks SMTP with STARTTLS or TLS and AUTH (Debian's python3-aiosmtpd). Prints its port on the first
line and one JSON object for every mail it accepted; ends when its standard input does.

Recipients decide their own fate by what stands before the @: `later` is deferred, `nobody` is
refused, `full` is refused after the content has been sent, anything else is accepted.
"""

import argparse
import asyncio
import base64
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    def __init__(self, token):
        self.token = token

    async def auth_XOAUTH2(self, server, arguments):
        """As Exchange Online does it: a refusal is explained in a challenge first."""
        said = base64.b64decode(arguments[1]).decode().split("\x01")
        user = said[0].removeprefix("user=")
        if self.token and said[1:] == [f"auth=Bearer {self.token}", "", ""]:
            return AuthResult(success=True, auth_data=user.encode())
        await server.challenge_auth(b'{"status":"401","schemes":"bearer"}')
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address and address.startswith("vreemd"):
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "later":
            return "451 4.7.1 Greylisted, try again in five minutes"
        if local == "nobody":
            return "550 5.1.1 No such person here: nobody"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        if any(address.startswith("full@") for address in envelope.rcpt_tos):
            return "552 5.2.2 The mailbox is full"
        accepted = {
            "options": envelope.mail_options,
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "tls": session.ssl is not None,
            "login": session.auth_data.decode() if session.auth_data else None,
            "port": session.peer[1],
            "content": envelope.content.decode("utf-8"),
        }
        print(json.dumps(accepted), flush=True)
        return "250 2.0.0 Queued as 4TzQ9k"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=known, handled=False, auth_data=data.login if known else None)

    return check


async def main():
    logging.disable(logging.CRITICAL)
    options = argparse.ArgumentParser()
    options.add_argument("--tls", choices=["none", "starttls", "tls"], default="none")
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--user")
    options.add_argument("--password")
    options.add_argument("--token")
    options.add_argument("--most", type=int)
    options.add_argument("--port", type=int, default=0)
    options = options.parse_args()

    context = None
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    settings = {"hostname": "mx.test", "ident": "test server"}
    if options.most:
        settings |= {"data_size_limit": options.most}
    if options.tls == "starttls":
        settings |= {"tls_context": context, "require_starttls": True}
    if options.user:
        settings |= {
            "authenticator": authenticator(options.user, options.password),
            "auth_required": True,
            # aiosmtpd sees only its own STARTTLS, not TLS from the first byte.
            "auth_require_tls": options.tls == "starttls",
        }

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Handler(options.token), loop=loop, **settings),
        host="127.0.0.1",
        port=options.port,
        ssl=context if options.tls == "tls" else None,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())

// An OpenID Connect provider for the tests: `oidc-provider`, with one client and one person who is
// always signed in. Says its address on the first line; what follows is told to it over `/test`:
//
//   PUT /test   {"person": {...}, "deny": "access_denied", "bend": {...}}: each part replaces its last
//   GET /test   {"keys_read": 2}: how often its keys were read
//
// `bend` changes what it says next as no honest provider would: {"claims": {...}} says other things in the
// ID token, {"userinfo": {...}} at the userinfo endpoint, {"key": "other"} signs with a key that nobody can
// read, {"key": "secret"} with the client's secret.
//
// Ends when its standard input does, so that nothing is left behind a test that dies.

import { createPublicKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const settings = JSON.parse(process.argv[2]);
const packages = pathToFileURL(`${settings.packages}/node_modules/`);
const load = (path) => import(new URL(path, packages));
const { default: Provider } = await load('oidc-provider/lib/index.js');
const jose = await load('jose/dist/node/esm/index.js');

const state = { person: { sub: 'nobody' }, deny: null, bend: null, keys_read: 0 };

const pair = () => jose.generateKeyPair('RS256', { extractable: true });
const own = { ...(await pair()), kid: randomUUID() };
const other = { ...(await pair()), kid: randomUUID() };
const jwk = { ...(await jose.exportJWK(own.privateKey)), kid: own.kid, alg: 'RS256', use: 'sig' };

const client = {
  client_id: settings.client_id,
  redirect_uris: [settings.back],
  post_logout_redirect_uris: [settings.after],
};
if (settings.key) {
  const key = createPublicKey(readFileSync(settings.key)).export({ format: 'jwk' });
  client.token_endpoint_auth_method = 'private_key_jwt';
  client.token_endpoint_auth_signing_alg = key.kty === 'RSA' ? 'RS256' : 'ES256';
  client.jwks = { keys: [{ ...key, kid: settings.key_id, use: 'sig' }] };
} else {
  client.client_secret = settings.client_secret;
}

const server = createServer();
await new Promise((done) => server.listen(settings.port ?? 0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [client],
  jwks: { keys: [jwk] },
  cookies: { keys: ['a key for the cookies of the tests'] },
  pkce: { required: () => true },
  claims: {
    openid: ['sub', 'dv_regiovraag_rol'],
    profile: ['name', 'given_name', 'family_name', 'locale'],
    email: ['email', 'email_verified'],
  },
  // Some providers say everything in the ID token, others at the userinfo endpoint alone.
  conformIdTokenClaims: settings.userinfo ?? false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...state.person, sub: id }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === '/jwks') state.keys_read += 1;
  if (ctx.path === '/me' && ctx.status === 200) Object.assign(ctx.body, state.bend?.userinfo);
  if (ctx.path === '/token' && ctx.body?.id_token && state.bend) {
    ctx.body.id_token = await bent(ctx.body.id_token);
  }
});

async function bent(token) {
  const { claims = {}, key = 'own' } = state.bend;
  const unsigned = new jose.SignJWT({ ...jose.decodeJwt(token), ...claims });
  if (key === 'secret') {
    return unsigned
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(settings.client_secret));
  }
  const signer = key === 'other' ? other : own;
  return unsigned
    .setProtectedHeader({ alg: 'RS256', kid: signer.kid })
    .sign(signer.privateKey);
}

async function told(request, response) {
  if (request.method === 'PUT') {
    let body = '';
    for await (const chunk of request) body += chunk;
    Object.assign(state, JSON.parse(body));
  }
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ keys_read: state.keys_read }));
}

const answer = provider.callback();
server.on('request', async (request, response) => {
  try {
    if (request.url.startsWith('/test')) return await told(request, response);
    if (request.url.startsWith('/interaction/')) {
      const result = state.deny
        ? { error: state.deny, error_description: 'as the test says' }
        : { login: { accountId: state.person.sub } };
      return await provider.interactionFinished(request, response, result, {
        mergeWithLastSubmission: false,
      });
    }
    return answer(request, response);
  } catch (error) {
    console.error(error);
    response.statusCode = 500;
    response.end(String(error));
  }
});

console.log(issuer);
process.stdin.resume();
process.stdin.on('end', () => process.exit());

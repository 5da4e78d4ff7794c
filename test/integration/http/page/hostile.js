// Runs inside a foreign page of the same browser that has even stolen a bearer: tries every way in and reports.
export default async ({ url, bearer, id }) => {
  // oxlint-disable unicorn/consistent-function-scoping -- travels into the page as one function
  const outcome = (work) =>
    work.then(
      (value) => String(value),
      () => 'failed',
    );
  const loads = (name, address) =>
    new Promise((resolve) => {
      const element = document.createElement(name);
      element.addEventListener('load', () => resolve(true));
      element.addEventListener('error', () => resolve(false));
      element.src = address;
      document.body.append(element);
    });
  const stream = () =>
    new Promise((resolve) => {
      const params = encodeURIComponent(JSON.stringify({ bearer }));
      const source = new EventSource(`${url}/api/events?connectionParams=${params}`);
      source.addEventListener('open', () => resolve('open'));
      source.addEventListener('error', () => resolve('failed'));
    });
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const create = `${url}/api/createCase`;
  const body = '{"name":"foreign"}';
  const frame = document.createElement('iframe');
  const framed = new Promise((resolve) => {
    frame.addEventListener('load', () => resolve(String(frame.contentDocument?.title)));
  });
  frame.src = url;
  document.body.append(frame);
  return {
    read: await outcome(fetch(`${url}/api/info`, { headers }).then((reply) => reply.status)),
    plainRead: await outcome(fetch(`${url}/`).then((reply) => reply.status)),
    write: await outcome(fetch(create, { method: 'POST', headers, body }).then((reply) => reply.status)),
    blindWrite: await outcome(
      fetch(create, { method: 'POST', mode: 'no-cors', body }).then((reply) => reply.type),
    ),
    beacon: navigator.sendBeacon(create, new Blob([body], { type: 'text/plain' })),
    script: await loads('script', `${url}/assets/app.js`),
    image: await loads('img', `${url}/files/${id}/data/page.txt`),
    stream: await stream(),
    framed: await framed,
  };
};

// Runs inside the app's page: tries what its policy forbids and reports what happened.
export default async ({ foreign }) => {
  const violations = [];
  document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
  const inline = document.createElement('script');
  inline.textContent = 'globalThis.inline = true';
  document.body.append(inline);
  const frame = document.createElement('iframe');
  frame.src = foreign;
  document.body.append(frame);
  const reached = await fetch(foreign).then(
    () => true,
    () => false,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  return { ran: 'inline' in globalThis, reached, violations };
};

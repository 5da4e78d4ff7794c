// Runs inside a foreign page: opens the app in a tab and looks at what it holds of it.
export default async ({ url }) => {
  const opened = window.open(url);
  for (let tries = 0; tries < 50; tries += 1) {
    if (!opened || opened.closed) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { closed: opened?.closed ?? true, frames: opened?.length ?? 0 };
};

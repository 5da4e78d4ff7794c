// Runs inside the app's page: fetches a captured HTML page as the app does.
export default async ({ id, bearer }) => {
  const headers = { authorization: `Bearer ${bearer}` };
  const reply = await fetch(`/files/${id}/data/page.html`, { headers });
  return { status: reply.status, type: (await reply.blob()).type };
};

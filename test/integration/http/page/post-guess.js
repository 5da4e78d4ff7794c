// Runs inside a foreign page: posts the entry form with a guess.
export default ({ url }) => {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `${url}/enter`;
  form.innerHTML = '<input name="ticket" value="guess">';
  document.body.append(form);
  form.submit();
};

// Detail pictures load when they come near the viewport, as real shops do.
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    entry.target.src = entry.target.dataset.src;
    watcher.unobserve(entry.target);
  }
});
for (const image of document.querySelectorAll('img[data-src]')) watcher.observe(image);

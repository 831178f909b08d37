/* Without this script the forms work just as well; it only adds «show password». */
for (const box of document.querySelectorAll('input[data-shows]')) {
  box.closest('label').hidden = false;
  box.addEventListener('change', () => {
    for (const id of box.dataset.shows.split(' ')) {
      document.getElementById(id).type = box.checked ? 'text' : 'password';
    }
  });
}

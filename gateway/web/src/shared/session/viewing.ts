/** Looking at the screens as a colleague sees them. The page starts anew: all it holds is his. */
import { http, idOf, unwrap } from '../api/client';

export async function startViewing(user: string) {
  await unwrap(http.POST('/v1/users/{user}:viewAs', { params: { path: { user: idOf(user) } }, body: {} }));
  window.location.assign('/counterparties');
}

export async function stopViewing() {
  try {
    await unwrap(http.POST('/v1/sessions:stopViewing', { body: {} }));
  } finally {
    window.location.assign('/admin/users');
  }
}

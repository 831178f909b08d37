import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { makeQueryClient } from '@/shared/api/queryClient';
import { toastError } from '@/shared/ui/toast';
import { styleNonce } from './nonce';
import { makeRouter } from './router';
import { theme } from './theme';

const Toasts = lazy(() => import('@/shared/ui/Toasts').then((module) => ({ default: module.Toasts })));

const client = makeQueryClient(toastError);
const router = makeRouter(client);
const scheme = localStorageColorSchemeManager({ key: 'crm-scheme' });

export function App() {
  return (
    <MantineProvider
      theme={theme}
      getStyleNonce={styleNonce}
      defaultColorScheme="auto"
      colorSchemeManager={scheme}
    >
      <QueryClientProvider client={client}>
        <Suspense>
          <Toasts />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

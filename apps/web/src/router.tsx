import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Crash } from './shell/Crash.js';
import { RequireNoSession, RequireSession } from './session/RequireSession.js';

const SignInPage = lazy(() => import('./pages/sign-in/SignInPage.js'));
const RegisterPage = lazy(() => import('./pages/sign-in/RegisterPage.js'));
const SignedInShell = lazy(() => import('./shell/SignedInShell.js'));
const DashboardPage = lazy(() => import('./pages/dashboard/DashboardPage.js'));
const MarketsPage = lazy(() => import('./pages/markets/MarketsPage.js'));
const InstrumentPage = lazy(() => import('./pages/markets/InstrumentPage.js'));
const PortfolioPage = lazy(() => import('./pages/portfolio/PortfolioPage.js'));
const WalletPage = lazy(() => import('./pages/wallet/WalletPage.js'));
const OrdersPage = lazy(() => import('./pages/orders/OrdersPage.js'));
const OrderPage = lazy(() => import('./pages/orders/OrderPage.js'));
const SettingsPage = lazy(() => import('./pages/settings/SettingsPage.js'));
const NotFoundPage = lazy(() => import('./pages/NotFoundPage.js'));

/** Every address of the app. Each page is a file of its own that is fetched when it is opened. */
export const Router = () => (
  <BrowserRouter>
    <Crash>
      <Suspense>
        <Routes>
          <Route element={<RequireNoSession />}>
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="/register" element={<RegisterPage />} />
          </Route>
          <Route element={<RequireSession />}>
            <Route element={<SignedInShell />}>
              <Route index element={<DashboardPage />} />
              <Route path="/markets" element={<MarketsPage />} />
              <Route path="/markets/:symbol" element={<InstrumentPage />} />
              <Route path="/portfolio" element={<PortfolioPage />} />
              <Route path="/wallet" element={<WalletPage />} />
              <Route path="/orders" element={<OrdersPage />} />
              <Route path="/orders/:id" element={<OrderPage />} />
              <Route path="/settings" element={<SettingsPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Route>
        </Routes>
      </Suspense>
    </Crash>
  </BrowserRouter>
);

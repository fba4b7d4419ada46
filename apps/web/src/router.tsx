import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { lazyPage } from './lazy-page.js';
import { Crash } from './shell/Crash.js';
import { RequireNoSession, RequireSession } from './session/RequireSession.js';

const SignInPage = lazy(() => import('./pages/sign-in/SignInPage.js'));
const RegisterPage = lazy(() => import('./pages/sign-in/RegisterPage.js'));
const SignedInShell = lazy(() => import('./shell/SignedInShell.js'));
const DashboardPage = lazyPage(() => import('./pages/dashboard/DashboardPage.js'));
const MarketsPage = lazyPage(() => import('./pages/markets/MarketsPage.js'));
const InstrumentPage = lazyPage(() => import('./pages/markets/InstrumentPage.js'));
const ExchangeRatesPage = lazyPage(() => import('./pages/rates/ExchangeRatesPage.js'));
const PortfolioPage = lazyPage(() => import('./pages/portfolio/PortfolioPage.js'));
const PortfoliosPage = lazyPage(() => import('./pages/portfolios/PortfoliosPage.js'));
const PerformancePage = lazyPage(() => import('./pages/performance/PerformancePage.js'));
const IncomePage = lazyPage(() => import('./pages/income/IncomePage.js'));
const GainsPage = lazyPage(() => import('./pages/gains/GainsPage.js'));
const AllocationPage = lazyPage(() => import('./pages/allocation/AllocationPage.js'));
const RiskPage = lazyPage(() => import('./pages/risk/RiskPage.js'));
const PlanPage = lazyPage(() => import('./pages/plan/PlanPage.js'));
const SharingPage = lazyPage(() => import('./pages/sharing/SharingPage.js'));
const SharedPortfolioPage = lazy(() => import('./pages/link/SharedPortfolioPage.js'));
const PortfolioHomePage = lazyPage(() => import('./pages/portfolios/PortfolioHomePage.js'));
const ActivitiesPage = lazyPage(() => import('./pages/activities/ActivitiesPage.js'));
const ImportPage = lazyPage(() => import('./pages/import/ImportPage.js'));
const AssetsPage = lazyPage(() => import('./pages/assets/AssetsPage.js'));
const AssetPage = lazyPage(() => import('./pages/assets/AssetPage.js'));
const LeaguesPage = lazyPage(() => import('./pages/leagues/LeaguesPage.js'));
const LeaguePage = lazyPage(() => import('./pages/leagues/LeaguePage.js'));
const WalletPage = lazyPage(() => import('./pages/wallet/WalletPage.js'));
const StatementPage = lazyPage(() => import('./pages/wallet/StatementPage.js'));
const HoldsPage = lazyPage(() => import('./pages/wallet/HoldsPage.js'));
const TransactionPage = lazyPage(() => import('./pages/wallet/TransactionPage.js'));
const OrdersPage = lazyPage(() => import('./pages/orders/OrdersPage.js'));
const OrderPage = lazyPage(() => import('./pages/orders/OrderPage.js'));
const PointsPage = lazyPage(() => import('./pages/points/PointsPage.js'));
const WorkloadsPage = lazyPage(() => import('./pages/daytrading/WorkloadsPage.js'));
const WorkloadPage = lazyPage(() => import('./pages/daytrading/WorkloadPage.js'));
const AlertsPage = lazyPage(() => import('./pages/alerts/AlertsPage.js'));
const NoticesPage = lazyPage(() => import('./pages/alerts/NoticesPage.js'));
const SettingsPage = lazyPage(() => import('./pages/settings/SettingsPage.js'));
const ActivityPage = lazyPage(() => import('./pages/settings/ActivityPage.js'));
const AccountClosedPage = lazy(() => import('./pages/settings/AccountClosedPage.js'));
// Few people are administrators: for all others these are not fetched ahead.
const RequireAdmin = lazy(() => import('./pages/admin/RequireAdmin.js'));
const PeoplePage = lazy(() => import('./pages/admin/PeoplePage.js'));
const AuditPage = lazy(() => import('./pages/admin/AuditPage.js'));
const LedgerPage = lazy(() => import('./pages/admin/LedgerPage.js'));
const RatesPage = lazy(() => import('./pages/admin/RatesPage.js'));
const MarketPage = lazy(() => import('./pages/admin/MarketPage.js'));
const InstrumentsPage = lazy(() => import('./pages/admin/InstrumentsPage.js'));
const NotFoundPage = lazyPage(() => import('./pages/NotFoundPage.js'));

/** Every address of the app. Each page is a file of its own that is fetched when it is opened. */
export const Router = () => (
  // Without transitions: a table is sorted and a search is typed at once, and a page that is not there yet shows its outline.
  <BrowserRouter useTransitions={false}>
    <Crash>
      <Suspense>
        <Routes>
          <Route element={<RequireNoSession />}>
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="/register" element={<RegisterPage />} />
          </Route>
          <Route path="/account-closed" element={<AccountClosedPage />} />
          <Route path="/shared/:token" element={<SharedPortfolioPage />} />
          <Route element={<RequireSession />}>
            <Route element={<SignedInShell />}>
              <Route index element={<DashboardPage />} />
              <Route path="/markets" element={<MarketsPage />} />
              <Route path="/markets/:symbol" element={<InstrumentPage />} />
              <Route path="/rates" element={<ExchangeRatesPage />} />
              <Route path="/portfolio" element={<PortfolioPage />} />
              <Route path="/portfolios" element={<PortfoliosPage />} />
              <Route path="/portfolios/:id/performance" element={<PerformancePage />} />
              <Route path="/portfolios/:id/income" element={<IncomePage />} />
              <Route path="/portfolios/:id/gains" element={<GainsPage />} />
              <Route path="/portfolios/:id/allocation" element={<AllocationPage />} />
              <Route path="/portfolios/:id/risk" element={<RiskPage />} />
              <Route path="/portfolios/:id/plan" element={<PlanPage />} />
              <Route path="/portfolios/:id/sharing" element={<SharingPage />} />
              <Route path="/portfolios/:id" element={<PortfolioHomePage />} />
              <Route path="/portfolios/:id/activities" element={<ActivitiesPage />} />
              <Route path="/portfolios/:id/import" element={<ImportPage />} />
              <Route path="/portfolios/:id/assets" element={<AssetsPage />} />
              <Route path="/portfolios/:id/assets/:symbol" element={<AssetPage />} />
              <Route path="/leagues" element={<LeaguesPage />} />
              <Route path="/leagues/:id" element={<LeaguePage />} />
              <Route path="/wallet" element={<WalletPage />} />
              <Route path="/wallet/statement/:currency" element={<StatementPage />} />
              <Route path="/wallet/holds" element={<HoldsPage />} />
              <Route path="/wallet/transactions/:id" element={<TransactionPage />} />
              <Route path="/orders" element={<OrdersPage />} />
              <Route path="/orders/:id" element={<OrderPage />} />
              <Route path="/points" element={<PointsPage />} />
              <Route path="/daytrading" element={<WorkloadsPage />} />
              <Route path="/daytrading/:id" element={<WorkloadPage />} />
              <Route path="/alerts" element={<AlertsPage />} />
              <Route path="/notices" element={<NoticesPage />} />
              <Route path="/settings" element={<SettingsPage />} />
              <Route path="/settings/activity" element={<ActivityPage />} />
              <Route path="/admin" element={<RequireAdmin />}>
                <Route index element={<Navigate to="people" replace />} />
                <Route path="people" element={<PeoplePage />} />
                <Route path="audit" element={<AuditPage />} />
                <Route path="ledger" element={<LedgerPage />} />
                <Route path="rates" element={<RatesPage />} />
                <Route path="market" element={<MarketPage />} />
                <Route path="instruments" element={<InstrumentsPage />} />
              </Route>
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Route>
        </Routes>
      </Suspense>
    </Crash>
  </BrowserRouter>
);

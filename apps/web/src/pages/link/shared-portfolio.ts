import type { Schemas } from '../../api.js';

export type SharedPortfolio = Schemas['SharedPortfolioDto'];

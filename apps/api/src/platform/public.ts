import { SetMetadata } from '@nestjs/common';

/** The mark that the guard looks for. */
export const publicRoute = 'public';

/** Opens a route to people without a session. Every other route is closed. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(publicRoute, true);

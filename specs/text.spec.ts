import { bindSuite } from '../src/engine/suite.ts';
import { catalogue } from './catalogue.ts';

await bindSuite('text', catalogue);

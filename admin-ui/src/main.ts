import './styles/tokens.css';
import './styles/web-awesome.css';
import './icons/icons.ts';
import './app.ts';
import { theme, wear } from './theme.ts';

wear(theme());

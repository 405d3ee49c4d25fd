// The client side of the server-rendered pages: htmx, and a few small enhancements. Every page works without it.
import 'htmx.org';
import '../css/index.css';
import './drafts.js';
import './forms.js';
import './keys.js';
import './lines.js';
import './menus.js';
import './session.js';
import './theme.js';
import './toast.js';

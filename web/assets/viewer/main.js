// Diagrams: every element with data-diagram shows the file behind it, with the marks given beside it.
import 'bpmn-js/dist/assets/diagram-js.css';
import './viewer.css';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { fit } from './fit.js';
import { mark } from './marks.js';

const COLOURS = {
  defaultFillColor: 'var(--bpmn-fill)', defaultStrokeColor: 'var(--bpmn-stroke)', defaultLabelColor: 'var(--bpmn-label)'
};
const FONT = getComputedStyle(document.body).fontFamily;

const open = async (box) => {
  const [ answer ] = await Promise.all([ fetch(box.dataset.diagram, { credentials: 'same-origin' }), document.fonts.ready ]);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const viewer = new NavigatedViewer({
    container: box, bpmnRenderer: COLOURS, textRenderer: { defaultStyle: { fontFamily: FONT } },
    zoomScroll: { enabled: false }
  });
  await viewer.importXML(await answer.text());
  box.querySelector('.progress')?.remove();
  const marks = JSON.parse(document.getElementById(box.dataset.marks)?.textContent ?? '{}');
  mark(viewer, marks);
  fit(viewer, marks.tokens?.[0]?.node);
  wheel(viewer, box);
  box.dataset.ready = '';
  return viewer;
};

/** The wheel moves the page, until the diagram is taken hold of. */
const wheel = (viewer, box) => {
  const scrolling = viewer.get('zoomScroll');
  box.addEventListener('pointerdown', () => scrolling.toggle(true));
  box.addEventListener('pointerleave', () => scrolling.toggle(false));
};

const ZOOM = {
  in: (viewer) => viewer.get('zoomScroll').stepZoom(1),
  out: (viewer) => viewer.get('zoomScroll').stepZoom(-1),
  fit: (viewer) => fit(viewer)
};

for (const box of document.querySelectorAll('[data-diagram]')) {
  open(box).then((viewer) => {
    for (const button of document.querySelectorAll(`[data-zoom-of="${box.id}"]`)) {
      button.addEventListener('click', () => ZOOM[button.dataset.zoom](viewer));
    }
  }).catch((error) => {
    box.querySelector('.progress').textContent = box.dataset.failed;
    throw error;
  });
}

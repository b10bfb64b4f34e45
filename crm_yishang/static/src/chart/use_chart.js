/* global Chart */
import { onWillStart, useComponent, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

/**
 * Draws a chart on the canvas "canvas", again for each value of the property "chart".
 *
 * @param {Function} getConfig what Chart.js takes
 * @returns {Object} the colour scheme, and the colours of text and grid in it
 */
export function useChart(getConfig) {
    const component = useComponent();
    const canvas = useRef("canvas");
    const scheme = cookie.get("color_scheme");
    onWillStart(() => loadBundle("web.chartjs_lib"));
    useEffect(
        () => {
            const drawn = new Chart(canvas.el, getConfig());
            return () => drawn.destroy();
        },
        () => [component.props.chart]
    );
    return {
        scheme,
        text: getCustomColor(scheme, "#374151", "#E4E4E4"),
        grid: getCustomColor(scheme, "#e5e7eb", "#3C3E4B"),
    };
}

import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { WebClient } from "@web/webclient/webclient";

/** A strip below the top bar with the newest unread instruction, until it is read. */
export class InstructionBanner extends Component {
    static template = "crm_yishang.InstructionBanner";
    static props = {};

    setup() {
        this.instruction = useService("crm_yishang.instruction");
        this.waiting = useState(this.instruction.state);
    }

    get moreLabel() {
        return _t("%(count)s more instructions", { count: this.waiting.more });
    }

    get row() {
        return this.waiting.unread ? this.waiting.rows[0] : undefined;
    }
}

patch(WebClient, {
    components: { ...WebClient.components, InstructionBanner },
});

import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** The instructions that wait for the user, in the top bar. */
export class InstructionMenu extends Component {
    static template = "crm_yishang.InstructionMenu";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.instruction = useService("crm_yishang.instruction");
        this.waiting = useState(this.instruction.state);
    }
}

registry.category("systray").add(
    "crm_yishang.instruction_menu",
    {
        Component: InstructionMenu,
        isDisplayed: (env) => env.services["crm_yishang.instruction"].state.isActive,
    },
    { sequence: 22 }
);

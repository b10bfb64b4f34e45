import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_value_tab", {
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell:contains(甲石家庄)",
            run: "click",
        },
        {
            content: "The tab asks for the value when it is opened",
            trigger: ".o_notebook .nav-link:contains(价值)",
            run: "click",
        },
        { trigger: ".o_yishang_score:contains(82.0)" },
        { trigger: ".o_yishang_value_card dd:contains(重要价值客户)" },
        { trigger: ".o_yishang_value_card canvas" },
        {
            content: "Why this value?",
            trigger: ".o_yishang_explain:contains(为什么)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=score]:contains(82)" },
    ],
});

tours.add("crm_yishang_risk", {
    steps: () => [
        {
            content: "The workbench says who may be lost, and why",
            trigger: "section[data-key=risks] td:contains(10 天一次)",
        },
        {
            trigger: "section[data-key=risks] .o_yishang_tile[data-key=risk]",
            run: "click",
        },
        {
            trigger: ".o_data_row .o_data_cell:contains(甲石家庄)",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_take]:contains(处理)",
            run: "click",
        },
        {
            trigger: "button[name=action_plan_visit]:contains(计划拜访)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id]:contains(甲石家庄)",
        },
        {
            trigger:
                ".modal .o_field_widget[name=category_id] .o_selection_badge:contains(上门)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=subject] input",
            run: "edit 挽回拜访",
        },
        {
            trigger:
                ".modal .o_field_widget[name=date_planned_start] button, .modal .o_field_widget[name=date_planned_start] input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date_planned_start] input",
            run: "edit 2031-03-11 10:00:00",
        },
        { trigger: ".modal footer button:contains(保存计划)", run: "click" },
        {
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_field_widget[name=user_id]",
        },
    ],
});

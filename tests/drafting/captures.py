"""Small documents in our own words, laid out as captured pages lay out the real ones."""

# A row a line; merged cells are missing and blanks stand at the end instead; a page break repeats the first levels.
ROW_A_LINE = """某市2024年网站考评方案
附件1
某市网站考评指标(县市区)
单位:分
一级 指标 | 二级 指标 | 三级 指标 | 测评方式 | 测评要点 | 分值 |
主动 公开 (30) | 文件 (12) | 发布时效 (5) | 网络测评 | 看文件是否及时发布 | 5 |
文件清理 (7) | 电话测评 | 看清理结果是否公布 | 7 | ||
主动 公开 (30) | 机构 (18) | 职能 (8) | 网络测评 | 看职能是否齐全 | 8 |
领导 (10) | 网络测评 | 看分工是否公开 | 10 | ||
依申请公开 (20) | 答复规范 (20) | 模拟测评 | 发一件申请看答复 | 20 | |
解读 回应 (50) | 解读质量 (30) | 专家测评 | 看解读是否通俗 | 30 | |
留言 (20) | 答复时限 (20) | 网络测评 | 看是否按时答复 | 20 | |
扫一扫在手机上查看当前页面
"""

# A cell a line; the row ends where its number of cells is reached, blanks stand for merged cells.
CELL_A_LINE = """二、评测指标
一級指標 |
二級指標 |
評分細則 |
分值 |
信息 (6分) |
概況 |
1.沒有欄目的,不得分; 2.內容有誤的,每發現一處,扣1分。 |
2 |
領導 |
分工缺失的,每發現一個,扣0.5分。 |
4 |
|
互動 (4分)
互動 (4分) |
留言 |
1個工作日內答復的,得4分,超過的,不得分。 |
4 |
加減分 情形 |
減分情形 |
1.被通報不合格的,考核不得分。 2.排名後三名的,每次減5分,不設上限。
三、其他事項
由辦公室解釋。
"""

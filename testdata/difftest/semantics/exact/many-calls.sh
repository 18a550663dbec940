#!/bin/sh
# unsafe: in some world
z() { wipe-disk "$h"; }
h=h0
is-idle "$h" || exit 1
z
h=h1
is-idle "$h" || exit 1
z
h=h2
is-idle "$h" || exit 1
z
h=h3
is-idle "$h" || exit 1
z
h=h4
is-idle "$h" || exit 1
z
h=h5
is-idle "$h" || exit 1
z
h=h6
is-idle "$h" || exit 1
z
h=h7
is-idle "$h" || exit 1
z
h=h8
is-idle "$h" || exit 1
z
h=h9
is-idle "$h" || exit 1
z
h=h10
is-idle "$h" || exit 1
z
h=h11
is-idle "$h" || exit 1
z
h=h12
is-idle "$h" || exit 1
z
h=h13
is-idle "$h" || exit 1
z
h=h14
is-idle "$h" || exit 1
z
h=h15
is-idle "$h" || exit 1
z
h=h16
is-idle "$h" || exit 1
z
h=h17
is-idle "$h" || exit 1
z
h=h18
is-idle "$h" || exit 1
z
h=h19
is-idle "$h" || exit 1
z
h=h20
is-idle "$h" || exit 1
z
h=h21
is-idle "$h" || exit 1
z
h=h22
is-idle "$h" || exit 1
z
h=h23
is-idle "$h" || exit 1
z
h=h24
is-idle "$h" || exit 1
z
h=h25
is-idle "$h" || exit 1
z
h=h26
is-idle "$h" || exit 1
z
h=h27
is-idle "$h" || exit 1
z
h=h28
is-idle "$h" || exit 1
z
h=h29
is-idle "$h" || exit 1
z
h=h30
is-idle "$h" || exit 1
z
h=h31
is-idle "$h" || exit 1
z
h=h32
is-idle "$h" || exit 1
z
h=h33
is-idle "$h" || exit 1
z
h=h34
is-idle "$h" || exit 1
z
h=h35
is-idle "$h" || exit 1
z
h=h36
is-idle "$h" || exit 1
z
h=h37
is-idle "$h" || exit 1
z
h=h38
is-idle "$h" || exit 1
z
h=h39
is-idle "$h" || exit 1
z
h=h40
is-idle "$h" || exit 1
z
h=h41
is-idle "$h" || exit 1
z
h=h42
is-idle "$h" || exit 1
z
h=h43
is-idle "$h" || exit 1
z
h=h44
is-idle "$h" || exit 1
z
h=h45
is-idle "$h" || exit 1
z
h=h46
is-idle "$h" || exit 1
z
h=h47
is-idle "$h" || exit 1
z
h=h48
is-idle "$h" || exit 1
z
h=h49
is-idle "$h" || exit 1
z
h=h50
is-idle "$h" || exit 1
z
h=h51
is-idle "$h" || exit 1
z
h=h52
is-idle "$h" || exit 1
z
h=h53
is-idle "$h" || exit 1
z
h=h54
is-idle "$h" || exit 1
z
h=h55
is-idle "$h" || exit 1
z
h=h56
is-idle "$h" || exit 1
z
h=h57
is-idle "$h" || exit 1
z
h=h58
is-idle "$h" || exit 1
z
h=h59
is-idle "$h" || exit 1
z
h=h60
is-idle "$h" || exit 1
z
h=h61
is-idle "$h" || exit 1
z
h=h62
is-idle "$h" || exit 1
z
h=h63
is-idle "$h" || exit 1
z
h=h64
is-idle "$h" || exit 1
z
h=h65
is-idle "$h" || exit 1
z
h=h66
is-idle "$h" || exit 1
z
h=h67
is-idle "$h" || exit 1
z
h=h68
is-idle "$h" || exit 1
z
h=h69
is-idle "$h" || exit 1
z
h=h70
is-idle "$h" || exit 1
z
h=h71
is-idle "$h" || exit 1
z
h=h72
is-idle "$h" || exit 1
z
h=h73
is-idle "$h" || exit 1
z
h=h74
is-idle "$h" || exit 1
z
h=h75
is-idle "$h" || exit 1
z
h=h76
is-idle "$h" || exit 1
z
h=h77
is-idle "$h" || exit 1
z
h=h78
is-idle "$h" || exit 1
z
h=h79
is-idle "$h" || exit 1
z
h=h80
is-idle "$h" || exit 1
z
h=h81
is-idle "$h" || exit 1
z
h=h82
is-idle "$h" || exit 1
z
h=h83
is-idle "$h" || exit 1
z
h=h84
is-idle "$h" || exit 1
z
h=h85
is-idle "$h" || exit 1
z
h=h86
is-idle "$h" || exit 1
z
h=h87
is-idle "$h" || exit 1
z
h=h88
is-idle "$h" || exit 1
z
h=h89
is-idle "$h" || exit 1
z
h=h90
is-idle "$h" || exit 1
z
h=h91
is-idle "$h" || exit 1
z
h=h92
is-idle "$h" || exit 1
z
h=h93
is-idle "$h" || exit 1
z
h=h94
is-idle "$h" || exit 1
z
h=h95
is-idle "$h" || exit 1
z
h=h96
is-idle "$h" || exit 1
z
h=h97
is-idle "$h" || exit 1
z
h=h98
is-idle "$h" || exit 1
z
h=h99
is-idle "$h" || exit 1
z
h=h100
is-idle "$h" || exit 1
z
h=h101
is-idle "$h" || exit 1
z
h=h102
is-idle "$h" || exit 1
z
h=h103
is-idle "$h" || exit 1
z
h=h104
is-idle "$h" || exit 1
z
h=h105
is-idle "$h" || exit 1
z
h=h106
is-idle "$h" || exit 1
z
h=h107
is-idle "$h" || exit 1
z
h=h108
is-idle "$h" || exit 1
z
h=h109
is-idle "$h" || exit 1
z
h=h110
is-idle "$h" || exit 1
z
h=h111
is-idle "$h" || exit 1
z
h=h112
is-idle "$h" || exit 1
z
h=h113
is-idle "$h" || exit 1
z
h=h114
is-idle "$h" || exit 1
z
h=h115
is-idle "$h" || exit 1
z
h=h116
is-idle "$h" || exit 1
z
h=h117
is-idle "$h" || exit 1
z
h=h118
is-idle "$h" || exit 1
z
h=h119
is-idle "$h" || exit 1
z
h=h120
is-idle "$h" || exit 1
z
h=h121
is-idle "$h" || exit 1
z
h=h122
is-idle "$h" || exit 1
z
h=h123
is-idle "$h" || exit 1
z
h=h124
is-idle "$h" || exit 1
z
h=h125
is-idle "$h" || exit 1
z
h=h126
is-idle "$h" || exit 1
z
h=h127
is-idle "$h" || exit 1
z
h=h128
is-idle "$h" || exit 1
z
h=h129
is-idle "$h" || exit 1
z
h=h130
is-idle "$h" || exit 1
z
h=h131
is-idle "$h" || exit 1
z
h=h132
is-idle "$h" || exit 1
z
h=h133
is-idle "$h" || exit 1
z
h=h134
is-idle "$h" || exit 1
z
h=h135
is-idle "$h" || exit 1
z
h=h136
is-idle "$h" || exit 1
z
h=h137
is-idle "$h" || exit 1
z
h=h138
is-idle "$h" || exit 1
z
h=h139
is-idle "$h" || exit 1
z
h=h140
is-idle "$h" || exit 1
z
h=h141
is-idle "$h" || exit 1
z
h=h142
is-idle "$h" || exit 1
z
h=h143
is-idle "$h" || exit 1
z
h=h144
is-idle "$h" || exit 1
z
h=h145
is-idle "$h" || exit 1
z
h=h146
is-idle "$h" || exit 1
z
h=h147
is-idle "$h" || exit 1
z
h=h148
is-idle "$h" || exit 1
z
h=h149
is-idle "$h" || exit 1
z
h=h150
is-idle "$h" || exit 1
z
h=h151
is-idle "$h" || exit 1
z
h=h152
is-idle "$h" || exit 1
z
h=h153
is-idle "$h" || exit 1
z
h=h154
is-idle "$h" || exit 1
z
h=h155
is-idle "$h" || exit 1
z
h=h156
is-idle "$h" || exit 1
z
h=h157
is-idle "$h" || exit 1
z
h=h158
is-idle "$h" || exit 1
z
h=h159
is-idle "$h" || exit 1
z
h=h160
is-idle "$h" || exit 1
z
h=h161
is-idle "$h" || exit 1
z
h=h162
is-idle "$h" || exit 1
z
h=h163
is-idle "$h" || exit 1
z
h=h164
is-idle "$h" || exit 1
z
h=h165
is-idle "$h" || exit 1
z
h=h166
is-idle "$h" || exit 1
z
h=h167
is-idle "$h" || exit 1
z
h=h168
is-idle "$h" || exit 1
z
h=h169
is-idle "$h" || exit 1
z
h=h170
is-idle "$h" || exit 1
z
h=h171
is-idle "$h" || exit 1
z
h=h172
is-idle "$h" || exit 1
z
h=h173
is-idle "$h" || exit 1
z
h=h174
is-idle "$h" || exit 1
z
h=h175
is-idle "$h" || exit 1
z
h=h176
is-idle "$h" || exit 1
z
h=h177
is-idle "$h" || exit 1
z
h=h178
is-idle "$h" || exit 1
z
h=h179
is-idle "$h" || exit 1
z
h=h180
is-idle "$h" || exit 1
z
h=h181
is-idle "$h" || exit 1
z
h=h182
is-idle "$h" || exit 1
z
h=h183
is-idle "$h" || exit 1
z
h=h184
is-idle "$h" || exit 1
z
h=h185
is-idle "$h" || exit 1
z
h=h186
is-idle "$h" || exit 1
z
h=h187
is-idle "$h" || exit 1
z
h=h188
is-idle "$h" || exit 1
z
h=h189
is-idle "$h" || exit 1
z
h=h190
is-idle "$h" || exit 1
z
h=h191
is-idle "$h" || exit 1
z
h=h192
is-idle "$h" || exit 1
z
h=h193
is-idle "$h" || exit 1
z
h=h194
is-idle "$h" || exit 1
z
h=h195
is-idle "$h" || exit 1
z
h=h196
is-idle "$h" || exit 1
z
h=h197
is-idle "$h" || exit 1
z
h=h198
is-idle "$h" || exit 1
z
h=h199
is-idle "$h" || exit 1
z
h=h200
is-idle "$h" || exit 1
z
h=h201
is-idle "$h" || exit 1
z
h=h202
is-idle "$h" || exit 1
z
h=h203
is-idle "$h" || exit 1
z
h=h204
is-idle "$h" || exit 1
z
h=h205
is-idle "$h" || exit 1
z
h=h206
is-idle "$h" || exit 1
z
h=h207
is-idle "$h" || exit 1
z
h=h208
is-idle "$h" || exit 1
z
h=h209
is-idle "$h" || exit 1
z
h=h210
is-idle "$h" || exit 1
z
h=h211
is-idle "$h" || exit 1
z
h=h212
is-idle "$h" || exit 1
z
h=h213
is-idle "$h" || exit 1
z
h=h214
is-idle "$h" || exit 1
z
h=h215
is-idle "$h" || exit 1
z
h=h216
is-idle "$h" || exit 1
z
h=h217
is-idle "$h" || exit 1
z
h=h218
is-idle "$h" || exit 1
z
h=h219
is-idle "$h" || exit 1
z
h=h220
is-idle "$h" || exit 1
z
h=h221
is-idle "$h" || exit 1
z
h=h222
is-idle "$h" || exit 1
z
h=h223
is-idle "$h" || exit 1
z
h=h224
is-idle "$h" || exit 1
z
h=h225
is-idle "$h" || exit 1
z
h=h226
is-idle "$h" || exit 1
z
h=h227
is-idle "$h" || exit 1
z
h=h228
is-idle "$h" || exit 1
z
h=h229
is-idle "$h" || exit 1
z
h=h230
is-idle "$h" || exit 1
z
h=h231
is-idle "$h" || exit 1
z
h=h232
is-idle "$h" || exit 1
z
h=h233
is-idle "$h" || exit 1
z
h=h234
is-idle "$h" || exit 1
z
h=h235
is-idle "$h" || exit 1
z
h=h236
is-idle "$h" || exit 1
z
h=h237
is-idle "$h" || exit 1
z
h=h238
is-idle "$h" || exit 1
z
h=h239
is-idle "$h" || exit 1
z
h=h240
is-idle "$h" || exit 1
z
h=h241
is-idle "$h" || exit 1
z
h=h242
is-idle "$h" || exit 1
z
h=h243
is-idle "$h" || exit 1
z
h=h244
is-idle "$h" || exit 1
z
h=h245
is-idle "$h" || exit 1
z
h=h246
is-idle "$h" || exit 1
z
h=h247
is-idle "$h" || exit 1
z
h=h248
is-idle "$h" || exit 1
z
h=h249
is-idle "$h" || exit 1
z
h=h250
is-idle "$h" || exit 1
z
h=h251
is-idle "$h" || exit 1
z
h=h252
is-idle "$h" || exit 1
z
h=h253
is-idle "$h" || exit 1
z
h=h254
is-idle "$h" || exit 1
z
h=h255
is-idle "$h" || exit 1
z
h=h256
is-idle "$h" || exit 1
z
h=h257
is-idle "$h" || exit 1
z
h=h258
is-idle "$h" || exit 1
z
h=h259
is-idle "$h" || exit 1
z
h=h260
is-idle "$h" || exit 1
z
h=h261
is-idle "$h" || exit 1
z
h=h262
is-idle "$h" || exit 1
z
h=h263
is-idle "$h" || exit 1
z
h=h264
is-idle "$h" || exit 1
z
h=h265
is-idle "$h" || exit 1
z
h=h266
is-idle "$h" || exit 1
z
h=h267
is-idle "$h" || exit 1
z
h=h268
is-idle "$h" || exit 1
z
h=h269
is-idle "$h" || exit 1
z
h=h270
is-idle "$h" || exit 1
z
h=h271
is-idle "$h" || exit 1
z
h=h272
is-idle "$h" || exit 1
z
h=h273
is-idle "$h" || exit 1
z
h=h274
is-idle "$h" || exit 1
z
h=h275
is-idle "$h" || exit 1
z
h=h276
is-idle "$h" || exit 1
z
h=h277
is-idle "$h" || exit 1
z
h=h278
is-idle "$h" || exit 1
z
h=h279
is-idle "$h" || exit 1
z
h=h280
is-idle "$h" || exit 1
z
h=h281
is-idle "$h" || exit 1
z
h=h282
is-idle "$h" || exit 1
z
h=h283
is-idle "$h" || exit 1
z
h=h284
is-idle "$h" || exit 1
z
h=h285
is-idle "$h" || exit 1
z
h=h286
is-idle "$h" || exit 1
z
h=h287
is-idle "$h" || exit 1
z
h=h288
is-idle "$h" || exit 1
z
h=h289
is-idle "$h" || exit 1
z
h=h290
is-idle "$h" || exit 1
z
h=h291
is-idle "$h" || exit 1
z
h=h292
is-idle "$h" || exit 1
z
h=h293
is-idle "$h" || exit 1
z
h=h294
is-idle "$h" || exit 1
z
h=h295
is-idle "$h" || exit 1
z
h=h296
is-idle "$h" || exit 1
z
h=h297
is-idle "$h" || exit 1
z
h=h298
is-idle "$h" || exit 1
z
h=h299
is-idle "$h" || exit 1
z
h=h300
is-idle "$h" || exit 1
z
h=h301
is-idle "$h" || exit 1
z
h=h302
is-idle "$h" || exit 1
z
h=h303
is-idle "$h" || exit 1
z
h=h304
is-idle "$h" || exit 1
z
h=h305
is-idle "$h" || exit 1
z
h=h306
is-idle "$h" || exit 1
z
h=h307
is-idle "$h" || exit 1
z
h=h308
is-idle "$h" || exit 1
z
h=h309
is-idle "$h" || exit 1
z
h=h310
is-idle "$h" || exit 1
z
h=h311
is-idle "$h" || exit 1
z
h=h312
is-idle "$h" || exit 1
z
h=h313
is-idle "$h" || exit 1
z
h=h314
is-idle "$h" || exit 1
z
h=h315
is-idle "$h" || exit 1
z
h=h316
is-idle "$h" || exit 1
z
h=h317
is-idle "$h" || exit 1
z
h=h318
is-idle "$h" || exit 1
z
h=h319
is-idle "$h" || exit 1
z
h=h320
is-idle "$h" || exit 1
z
h=h321
is-idle "$h" || exit 1
z
h=h322
is-idle "$h" || exit 1
z
h=h323
is-idle "$h" || exit 1
z
h=h324
is-idle "$h" || exit 1
z
h=h325
is-idle "$h" || exit 1
z
h=h326
is-idle "$h" || exit 1
z
h=h327
is-idle "$h" || exit 1
z
h=h328
is-idle "$h" || exit 1
z
h=h329
is-idle "$h" || exit 1
z
h=h330
is-idle "$h" || exit 1
z
h=h331
is-idle "$h" || exit 1
z
h=h332
is-idle "$h" || exit 1
z
h=h333
is-idle "$h" || exit 1
z
h=h334
is-idle "$h" || exit 1
z
h=h335
is-idle "$h" || exit 1
z
h=h336
is-idle "$h" || exit 1
z
h=h337
is-idle "$h" || exit 1
z
h=h338
is-idle "$h" || exit 1
z
h=h339
is-idle "$h" || exit 1
z
h=h340
is-idle "$h" || exit 1
z
h=h341
is-idle "$h" || exit 1
z
h=h342
is-idle "$h" || exit 1
z
h=h343
is-idle "$h" || exit 1
z
h=h344
is-idle "$h" || exit 1
z
h=h345
is-idle "$h" || exit 1
z
h=h346
is-idle "$h" || exit 1
z
h=h347
is-idle "$h" || exit 1
z
h=h348
is-idle "$h" || exit 1
z
h=h349
is-idle "$h" || exit 1
z
h=h350
is-idle "$h" || exit 1
z
h=h351
is-idle "$h" || exit 1
z
h=h352
is-idle "$h" || exit 1
z
h=h353
is-idle "$h" || exit 1
z
h=h354
is-idle "$h" || exit 1
z
h=h355
is-idle "$h" || exit 1
z
h=h356
is-idle "$h" || exit 1
z
h=h357
is-idle "$h" || exit 1
z
h=h358
is-idle "$h" || exit 1
z
h=h359
is-idle "$h" || exit 1
z
h=h360
is-idle "$h" || exit 1
z
h=h361
is-idle "$h" || exit 1
z
h=h362
is-idle "$h" || exit 1
z
h=h363
is-idle "$h" || exit 1
z
h=h364
is-idle "$h" || exit 1
z
h=h365
is-idle "$h" || exit 1
z
h=h366
is-idle "$h" || exit 1
z
h=h367
is-idle "$h" || exit 1
z
h=h368
is-idle "$h" || exit 1
z
h=h369
is-idle "$h" || exit 1
z
h=h370
is-idle "$h" || exit 1
z
h=h371
is-idle "$h" || exit 1
z
h=h372
is-idle "$h" || exit 1
z
h=h373
is-idle "$h" || exit 1
z
h=h374
is-idle "$h" || exit 1
z
h=h375
is-idle "$h" || exit 1
z
h=h376
is-idle "$h" || exit 1
z
h=h377
is-idle "$h" || exit 1
z
h=h378
is-idle "$h" || exit 1
z
h=h379
is-idle "$h" || exit 1
z
h=h380
is-idle "$h" || exit 1
z
h=h381
is-idle "$h" || exit 1
z
h=h382
is-idle "$h" || exit 1
z
h=h383
is-idle "$h" || exit 1
z
h=h384
is-idle "$h" || exit 1
z
h=h385
is-idle "$h" || exit 1
z
h=h386
is-idle "$h" || exit 1
z
h=h387
is-idle "$h" || exit 1
z
h=h388
is-idle "$h" || exit 1
z
h=h389
is-idle "$h" || exit 1
z
h=h390
is-idle "$h" || exit 1
z
h=h391
is-idle "$h" || exit 1
z
h=h392
is-idle "$h" || exit 1
z
h=h393
is-idle "$h" || exit 1
z
h=h394
is-idle "$h" || exit 1
z
h=h395
is-idle "$h" || exit 1
z
h=h396
is-idle "$h" || exit 1
z
h=h397
is-idle "$h" || exit 1
z
h=h398
is-idle "$h" || exit 1
z
h=h399
is-idle "$h" || exit 1
z
h=h400
is-idle "$h" || exit 1
z
h=h401
is-idle "$h" || exit 1
z
h=h402
is-idle "$h" || exit 1
z
h=h403
is-idle "$h" || exit 1
z
h=h404
is-idle "$h" || exit 1
z
h=h405
is-idle "$h" || exit 1
z
h=h406
is-idle "$h" || exit 1
z
h=h407
is-idle "$h" || exit 1
z
h=h408
is-idle "$h" || exit 1
z
h=h409
is-idle "$h" || exit 1
z
h=other
z

import type { Words } from './wordsEnglish.ts';

/** The same invented world in Bahasa Indonesia, for Indonesia's delegation. */
export const indonesian: Words = {
	lead: 'Contoh jawaban: ',
	reason: [
		'Contoh alasan: hal ini tidak terjadi di negara kami.',
		'Contoh alasan: pengaturan seperti itu tidak ada di sini.',
		'Contoh alasan: ini hanya menyangkut negara lain.'
	],
	tooEarly: 'Contoh alasan: hal ini terjadi sesudah tahun putaran ini.',
	areas: {
		background: [
			'Lebih banyak {group} berangkat dari {place} dibanding lima tahun lalu.',
			'Harga naik lebih cepat daripada upah, dan {group} paling dulu merasakannya.',
			'Anggota kami di {place} melihat makin banyak orang muda pergi bekerja.',
			'Kontrak pendek menggantikan kontrak panjang yang dulu biasa dipakai.',
			'Angka dari beberapa kantor masih belum sama.',
			'Beberapa kelompok pekerja kini bertemu secara daring karena perjalanan mahal.',
			'Keluarga di {place} makin bergantung pada kiriman uang.',
			'Kami berbicara dengan orang di empat kabupaten; gambarannya berbeda-beda.'
		],
		decent_work: [
			'{group} di {place} sering bekerja lebih lama daripada isi kontrak.',
			'Slip upah jarang ada, sehingga lembur yang tidak dibayar sulit dibuktikan.',
			'Pengawas datang ke tempat kerja besar; {group} jarang bertemu pengawas.',
			'Jika pekerja memegang paspor sendiri, perselisihan soal cuti lebih sedikit.',
			'Kamar dipakai terlalu banyak orang dan udaranya pengap.',
			'Potongan untuk makan dan angkutan tidak selalu dijelaskan lebih dulu.',
			'Perbaikan kecil datang dari pemberi kerja yang ikut program sukarela.',
			'Perempuan mengalami ancaman, dan kebanyakan tidak tahu harus melapor ke mana.'
		],
		undocumented: [
			'Banyak {group} kehilangan dokumen karena pemberi kerja tidak memperpanjang izin.',
			'Biaya perpanjangan lebih dari sebulan upah, maka orang di {place} membiarkannya habis.',
			'Orang menghindari klinik karena takut ditanya dokumen.',
			'Anak tanpa akta lahir ditolak sekolah di {place}.',
			'Pekerja yang lari dari pemberi kerja yang kasar menjadi tidak berdokumen dalam beberapa hari.',
			'Relawan setempat sering menjadi yang pertama mendengar adanya penahanan.',
			'Jalan kembali ke status resmi singkat, mahal, dan jarang diketahui.',
			'Perkiraan berbeda sampai dua kali lipat, tergantung siapa yang menghitung.'
		],
		access_to_justice: [
			'{group} di {place} jarang mengadu selagi masih bekerja di tempat yang sama.',
			'Satu kasus makan waktu sekitar delapan bulan; kebanyakan pekerja tidak sanggup menunggu.',
			'Bantuan hukum pada dasarnya gratis; ongkos jalan dan upah yang hilang tidak diganti.',
			'Juru bahasa dicari lewat teman, bukan lewat kantor.',
			'Banyak kasus berakhir damai dengan jumlah jauh di bawah haknya.',
			'Sesudah mengadu, kontrak berikutnya sering tidak ditawarkan.',
			'Rumah aman di {place} penuh hampir sepanjang tahun.',
			'Sidang lewat video menolong mereka yang sudah pulang, jika jaringannya kuat.'
		],
		information_recruitment: [
			'{group} mendengar lowongan dari kerabat dulu, baru dari media sosial.',
			'Orientasi di {place} hanya setengah hari dan dalam satu bahasa.',
			'Kontrak sebelum berangkat berbeda dengan yang ditunjukkan saat tiba.',
			'Calo di {place} memungut biaya di setiap langkah, kebanyakan tanpa kuitansi.',
			'Utang perjalanan dilunasi dalam delapan sampai empat belas bulan.',
			'Iklan daring tidak menyebut nama agen, hanya nomor telepon.',
			'Pekerja yang sudah pulang adalah pengajar yang paling dipercaya.',
			'Jika pemberi kerja menanggung biaya, potongan di kemudian hari lebih sedikit.'
		],
		repatriation: [
			'Kebanyakan {group} membayar sendiri biaya pulang dan berutang untuk itu.',
			'Mereka yang pulang ke {place} menunggu berminggu-minggu untuk pertemuan pertama.',
			'Keterampilan dari luar negeri jarang ditulis dalam bentuk yang diterima pemberi kerja.',
			'Keluarga menerima sedikit kabar jika seseorang sakit di tempat jauh.',
			'Bantuan kecil berguna jika disertai pendampingan.',
			'Saat krisis, relawan mengatur makanan dan angkutan sebelum kantor dibuka.',
			'Anak yang lahir di luar negeri perlu dua atau tiga kali perjalanan untuk mengurus dokumen.',
			'Sebagian berangkat lagi dalam setahun karena utang belum lunas.'
		],
		cooperation: [
			'Perjanjian diumumkan, tetapi isinya tidak mudah ditemukan.',
			'Masyarakat sipil diundang bicara sepuluh menit dan tidak mendapat jawaban.',
			'{group} tidak disebut dalam perjanjian yang kami tahu.',
			'Pertemuan petugas setempat di kedua sisi perbatasan lebih berhasil daripada yang resmi.',
			'Data hanya ditukar jika diminta, dan perlu waktu berbulan-bulan.',
			'Serikat meneruskan kasus ke mitra di luar negeri lewat hubungan pribadi.',
			'Rekomendasi dijalankan jika ada orang di {place} yang mengurusnya.',
			'Formulir rujukan bersama akan menghemat beberapa hari di setiap kasus.'
		],
		standards: [
			'Satu rancangan pernah dibahas bersama kami; versi berikutnya tidak dibagikan.',
			'Kantor-kantor menyebut biaya dan tenaga sebagai hambatan utama.',
			'Anggota komisi bertanya dengan baik tentang {group}.',
			'Pembicaraan umum lebih banyak tentang keamanan daripada hak.',
			'Aturan setempat di {place} lebih maju daripada aturan nasional.',
			'Kami merencanakan penjelasan singkat bagi anggota parlemen yang baru.',
			'Laporan bayangan ditulis bersama dan pekerjaannya terbagi dengan baik.',
			'Pelatihan petugas akan lebih menolong daripada satu naskah lagi.'
		]
	},
	any: [
		'Demikian kata kebanyakan orang yang kami tanya.',
		'Keadaan {group} berbeda dan perlu dilihat lebih dekat.',
		'Kami kurang tahu tentang {place} dan tidak mau menyamaratakan.',
		'Praktiknya bergantung pada orang yang bertugas.',
		'Dalam dua tahun terakhir keadaannya sedikit membaik.'
	],
	short: {
		q0_3b_other_corridors: ['dua negara di kawasan Teluk', 'satu negara di Asia Timur'],
		q0_4b_other_sectors: ['pasar dan pedagang kaki lima', 'kebersihan dan keamanan'],
		q3_3b_pass: ['izin khusus tiga bulan, dapat diperpanjang sekali'],
		q4_1b_before_languages: ['bahasa Indonesia dan satu bahasa daerah'],
		q4_2b_after_languages: ['bahasa Inggris dan dua bahasa pekerja'],
		q4_9b_languages_missing: ['beberapa bahasa daerah', 'dua bahasa minoritas'],
		q5_10b_screening_by: ['meja layanan di pos perbatasan', 'dinas sosial kabupaten'],
		q7_2c_cmw_office: ['juru bicara kementerian', 'utusan dalam sidang tinjauan']
	},
	cells: {
		languages: ['bahasa nasional', 'dua bahasa'],
		who: ['pekerja yang punya pemberi kerja', 'pekerja di dua bidang'],
		court: ['Pengadilan contoh, utara', 'Pengadilan contoh, selatan'],
		issue: ['upah tidak dibayar', 'kecelakaan kerja', 'biaya penempatan', 'pemecatan dini'],
		budget: ['kecil', 'tidak diumumkan', 'bergabung dengan program lain'],
		sectors: ['kerja rumah tangga', 'bangunan dan pertanian', 'perikanan'],
		obstacle: ['undangan mendadak', 'biaya perjalanan', 'sidang tertutup']
	},
	group: [
		'pekerja rumah tangga',
		'pekerja bangunan',
		'awak kapal ikan',
		'pekerja perkebunan',
		'buruh pabrik',
		'pekerja perawatan',
		'pekerja musiman'
	],
	place: [
		'daerah perbatasan',
		'ibu kota',
		'kota pelabuhan',
		'pedesaan',
		'kawasan industri',
		'kota-kota kecil',
		'kepulauan'
	],
	treaty: {
		correction: 'Contoh koreksi: karangan, tidak mengatakan apa pun tentang perjanjian ini.',
		source: 'Contoh sumber: karangan.'
	}
};

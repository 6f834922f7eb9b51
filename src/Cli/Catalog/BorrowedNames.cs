namespace ScoreSde.Cli.Catalog;

/// <summary>Names under which other programs have solvers: those that mean a method of this catalogue, and those that do not.</summary>
internal static class BorrowedNames
{
    // k-diffusion and the user interfaces upon it (k_euler, DPM++ 2M SDE), diffusers (UniPCMultistep), the authors' own code.
    // Euler and midpoint steps in σ are DDIM and DPM-Solver-2; Euler's ancestral steps are DDPM's with variance β̃.
    private static readonly (string Name, string[] Borrowed)[] Same =
    [
        ("ddim", ["k-euler", "sample-euler", "euler-discrete", "edm-euler"]),
        ("ddpm-posterior", ["euler-ancestral", "k-euler-a", "k-euler-ancestral", "sample-euler-ancestral", "euler-ancestral-discrete"]),
        ("heun", ["k-heun", "sample-heun", "heun-discrete"]),
        ("dpm2", ["dpm-2", "k-dpm-2", "sample-dpm-2", "kdpm2-discrete"]),
        ("dpm-fast", ["k-dpm-fast", "sample-dpm-fast"]),
        ("dpmpp-2s", ["dpm-solver++2s"]),
        ("dpmpp-2m", ["dpm-solver++", "dpm-solver++2m", "k-dpmpp-2m", "sample-dpmpp-2m", "dpm-solver-multistep", "edm-dpm-solver-multistep"]),
        ("dpmpp-3m", ["dpm-solver++3m"]),
        ("dpmpp-sde", ["k-dpmpp-sde", "sample-dpmpp-sde", "dpm-solver-sde"]),
        ("dpmpp-2s-a", ["dpmpp-2s-ancestral", "k-dpmpp-2s-a", "k-dpmpp-2s-ancestral", "sample-dpmpp-2s-ancestral"]),
        ("sde-dpmpp-2m", ["dpmpp-2m-sde", "k-dpmpp-2m-sde", "sample-dpmpp-2m-sde", "sde-dpm-solver++", "dpmpp-2m-sde-gpu"]),
        ("sde-dpmpp-3m", ["dpmpp-3m-sde", "k-dpmpp-3m-sde", "sample-dpmpp-3m-sde", "dpmpp-3m-sde-gpu"]),
        ("unipc-2", ["uni-pc", "unipc-bh2", "unipc-multistep"]),
        ("unipc-2-bh1", ["unipc-bh1"]),
        ("deis-tab2", ["deis-2", "deis-multistep"]),
        ("deis-tab3", ["deis-3"]),
    ];

    private static readonly (string[] Borrowed, string Sentence)[] Near =
    [
        (["plms", "pndm", "k-plms", "s-pndm", "f-pndm"],
            "ipndm is the same Adams–Bashforth rule with starts of lower order for the extra evaluations of PLMS; take that, or unipc-2."),
        (["lms", "k-lms", "lms-discrete", "sample-lms"], "deis-tab3 integrates the same polynomial of four levels in σ/α; take that."),
        (["dpm-2-a", "dpm-2-ancestral", "k-dpm-2-a", "k-dpm-2-ancestral", "kdpm2-ancestral-discrete"],
            "its first order in the noise is kept by no method here; dpmpp-2s-a is ancestral and of order 2."),
        (["dpm-adaptive", "k-dpm-adaptive", "sample-dpm-adaptive", "dpm12", "dpm23"], "dopri5 and tsit5 choose their own steps in λ (--rtol, --atol)."),
        (["rk45", "ode", "flow-ode", "black-box-ode"], "dopri5 is the same pair of Dormand and Prince (--rtol, --atol)."),
        (["lcm", "sample-lcm", "tcd"], "it serves networks that were distilled into consistency models; with others it is no solver. dpmpp-2m needs few evaluations."),
        (["heunpp2", "res-multistep", "res-2m", "res-2s", "ttm", "gradient-estimation", "er-sde", "ipndm-v"],
            "it is not among them; unipc-2 and dpmpp-2m (deterministic) and sde-dpmpp-2m (with noise) need as few evaluations."),
    ];

    private static readonly Dictionary<string, string> OwnNames =
        Same.SelectMany(static own => own.Borrowed.Select(name => (Key: KeyOf(name), own.Name))).ToDictionary(static pair => pair.Key, static pair => pair.Name);

    private static readonly Dictionary<string, string> Sentences =
        Near.SelectMany(static near => near.Borrowed.Select(name => (Key: KeyOf(name), near.Sentence))).ToDictionary(static pair => pair.Key, static pair => pair.Sentence);

    /// <summary>All borrowed names with the names that they stand for here.</summary>
    public static IEnumerable<(string Borrowed, string Name)> All => Same.SelectMany(static own => own.Borrowed.Select(borrowed => (borrowed, own.Name)));

    /// <summary>All names of methods that are not here.</summary>
    public static IEnumerable<string> Foreign => Near.SelectMany(static near => near.Borrowed);

    /// <summary>The name here, or null.</summary>
    public static string? OwnNameOf(string word) => OwnNames.GetValueOrDefault(KeyOf(word));

    /// <summary>What to take in the place of a method that is not here, or null.</summary>
    public static string? SentenceOf(string word) => Sentences.GetValueOrDefault(KeyOf(word));

    /// <summary>What is left of a name where its writing does not matter: letters and digits, small, + as p. DPM++ 2M, dpm++_2m and dpmpp-2m are one.</summary>
    public static string KeyOf(string word)
    {
        string key = string.Concat(word.ToLowerInvariant().Replace('+', 'p').Where(char.IsLetterOrDigit));
        const string Class = "scheduler";
        return key.Length > Class.Length && key.EndsWith(Class, StringComparison.Ordinal) ? key[..^Class.Length] : key;
    }
}

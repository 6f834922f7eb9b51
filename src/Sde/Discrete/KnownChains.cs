namespace ScoreSde.Discrete;

/// <summary>The chains that trained networks name: those of DDPM, of latent diffusion, of GeoDiff, of Improved DDPM.</summary>
public static class KnownChains
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedChain> All { get; } =
    [
        new("ddpm", "β_i on a line; Ho et al. 2020", [1e-4, 0.02, 1000], "first,last,T", static n => DdpmChain.Linear((int)n[2], n[0], n[1])),
        new("scaled-linear", "√β_i on a line; Rombach et al. 2022", [0.00085, 0.012, 1000], "first,last,T", static n => DdpmChain.ScaledLinear((int)n[2], n[0], n[1])),
        new("sigmoid", "β_i on a logistic curve; Xu et al. 2022", [1e-4, 0.02, 1000], "first,last,T", static n => DdpmChain.Sigmoid((int)n[2], n[0], n[1])),
        new("cosine-ddpm", "ᾱ_i = cos² of a line, β_i at most 0.999; Nichol and Dhariwal 2021", [1000], "T", static n => DdpmChain.Cosine((int)n[0])),
    ];

    /// <summary>The chain that a text such as <c>ddpm:0.0001,0.02,1000</c> names; null where it begins with none of the names.</summary>
    /// <exception cref="ArgumentException">The numbers after the name are none of it.</exception>
    public static DdpmChain? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? text : text[..colon];
        return All.FirstOrDefault(chain => chain.Name == name)?.Of(colon < 0 ? null : text[(colon + 1)..]);
    }
}

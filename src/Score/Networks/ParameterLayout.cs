namespace ScoreSde.Networks;

/// <summary>Which tensors a network has, in which order, and where to find them in the list.</summary>
internal sealed class ParameterLayout
{
    private const int TensorsInBlock = 3;

    private readonly List<(string Name, int[] Shape)> entries = [];

    public ParameterLayout(MlpSettings settings)
    {
        InputWeight = Add("input.weight", settings.Width, settings.Dimension);
        InputBias = Add("input.bias", settings.Width);
        TimeWeight = Add("time.weight", settings.Width, settings.TimeFeatures);
        ClassWeight = settings.Classes > 0 ? Add("class.weight", settings.Classes + 1, settings.Width) : -1;
        FirstBlock = entries.Count;
        for (int block = 0; block < settings.Depth; block++)
        {
            Add($"blocks.{block}.weight", settings.Width, settings.Width);
            Add($"blocks.{block}.bias", settings.Width);
            Add($"blocks.{block}.time.weight", settings.Width, settings.TimeFeatures);
        }

        OutputWeight = Add("output.weight", settings.Dimension, settings.Width);
        OutputBias = Add("output.bias", settings.Dimension);
        SkipWeight = Add("skip.weight", settings.Dimension, settings.TimeFeatures);

        // Last, so that all others have the places, and the weights that a seed draws for them, that they have without.
        VarianceWeight = settings.LearnsVariance ? Add("variance.weight", settings.Dimension, settings.Width) : -1;
        VarianceBias = settings.LearnsVariance ? Add("variance.bias", settings.Dimension) : -1;
    }

    public IReadOnlyList<(string Name, int[] Shape)> Entries => entries;

    public int InputWeight { get; }

    public int InputBias { get; }

    public int TimeWeight { get; }

    /// <summary>−1 in an unconditional network.</summary>
    public int ClassWeight { get; }

    public int OutputWeight { get; }

    public int OutputBias { get; }

    public int SkipWeight { get; }

    /// <summary>−1 in a network that learns no variance.</summary>
    public int VarianceWeight { get; }

    /// <summary>−1 in a network that learns no variance.</summary>
    public int VarianceBias { get; }

    private int FirstBlock { get; }

    public static long Length(int[] shape)
    {
        long product = 1;
        foreach (int extent in shape)
        {
            product *= extent;
        }

        return product;
    }

    public int BlockWeight(int block) => FirstBlock + (TensorsInBlock * block);

    public int BlockBias(int block) => BlockWeight(block) + 1;

    public int BlockTimeWeight(int block) => BlockWeight(block) + 2;

    private int Add(string name, params int[] shape)
    {
        entries.Add((name, shape));
        return entries.Count - 1;
    }
}

namespace ScoreSde.Networks;

/// <summary>Which parts a U-Net has, which tensors they have, and under which names: docs/checkpoint-format.md.</summary>
internal sealed class UNetLayout
{
    private readonly UNetSettings settings;
    private readonly List<(string Name, int[] Shape)> entries = [];

    public UNetLayout(UNetSettings settings)
    {
        this.settings = settings;
        int embedding = settings.EmbeddingWidth;
        Matrix("time.0", embedding, settings.TimeFeatures);
        Matrix("time.2", embedding, embedding);
        if (settings.Classes > 0)
        {
            entries.Add(("class.weight", [settings.Classes + 1, embedding]));
        }

        Convolution("input", settings.Channels, settings.Image.Channels, 3);
        var kept = new Stack<int>([settings.Channels]);
        int channels = settings.Channels;
        int levels = settings.Multipliers.Count;
        for (int level = 0; level < levels; level++)
        {
            Down.Add(Level($"down.{level}", level, settings.Blocks, level < levels - 1, ref channels, _ => 0, kept.Push));
        }

        Middle = new UNetLevel([Block("middle.0", channels, channels, "middle.1"), Block("middle.2", channels, channels, null)], null);
        for (int level = levels - 1; level >= 0; level--)
        {
            Up.Add(Level($"up.{level}", level, settings.Blocks + 1, level > 0, ref channels, _ => kept.Pop(), _ => { }));
        }

        Norm("output.norm", channels);
        Convolution("output", settings.Image.Channels, channels, 3);
        if (settings.LearnsVariance)
        {
            // Last, so that a seed draws the other weights as without it.
            Convolution("variance", settings.Image.Channels, channels, 3);
        }
    }

    /// <summary>Names and shapes of all tensors.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> Entries => entries;

    /// <summary>From the largest level to the smallest.</summary>
    public List<UNetLevel> Down { get; } = [];

    /// <summary>Two blocks with attention between them.</summary>
    public UNetLevel Middle { get; }

    /// <summary>From the smallest level to the largest.</summary>
    public List<UNetLevel> Up { get; } = [];

    /// <summary>All residual blocks, in the order in which they are passed.</summary>
    public IEnumerable<UNetBlock> Blocks => Down.Append(Middle).Concat(Up).SelectMany(level => level.Blocks);

    // A level's blocks take what joins from the other side beside what comes; what each leaves is told.
    private UNetLevel Level(string name, int level, int count, bool resample, ref int channels, Func<int, int> joins, Action<int> leaves)
    {
        var blocks = new List<UNetBlock>();
        int width = settings.Channels * settings.Multipliers[level];
        for (int i = 0; i < count; i++)
        {
            bool attends = settings.AttentionLevels.Contains(level);
            blocks.Add(Block($"{name}.blocks.{i}", channels + joins(i), width, attends ? $"{name}.attention.{i}" : null));
            channels = width;
            leaves(channels);
        }

        if (!resample)
        {
            return new UNetLevel(blocks, null);
        }

        Convolution($"{name}.sample", channels, channels, 3);
        leaves(channels);
        return new UNetLevel(blocks, $"{name}.sample");
    }

    private UNetBlock Block(string name, int from, int to, string? attention)
    {
        Norm($"{name}.norm1", from);
        Convolution($"{name}.conv1", to, from, 3);
        Matrix($"{name}.time", to, settings.EmbeddingWidth);
        Norm($"{name}.norm2", to);
        Convolution($"{name}.conv2", to, to, 3);
        if (from != to)
        {
            Convolution($"{name}.skip", to, from, 1);
        }

        if (attention is not null)
        {
            Norm($"{attention}.norm", to);
            Matrix($"{attention}.qkv", 3 * to, to);
            Matrix($"{attention}.output", to, to);
        }

        return new UNetBlock(name, from != to, attention);
    }

    private void Matrix(string name, int to, int from) => Add(name, [to, from], to);

    private void Convolution(string name, int to, int from, int size) => Add(name, [to, from, size, size], to);

    private void Norm(string name, int channels) => Add(name, [channels], channels);

    private void Add(string name, int[] shape, int outputs)
    {
        entries.Add(($"{name}.weight", shape));
        entries.Add(($"{name}.bias", [outputs]));
    }
}

using ScoreSde.Data;
using ScoreSde.Data.Npy;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.States;
using ScoreSde.Torch.Scores;
using ScoreSde.Torch.Scripts;

namespace ScoreSde.Tests.Scripts;

/// <summary>How networks of one line are asked: layouts, types, times, classes, inputs held fixed, factors, and every sentence of a refusal.</summary>
public sealed class ScriptConventionsTests : IDisposable
{
    private const string Timed = "x: Tensor,\n    t: Tensor";
    private static readonly VariancePreserving Process = new(new LinearSchedule(0.1, 20));
    private static readonly NoiseLevel Level = Process.At(0.44);
    private static readonly NetworkDescription Plain = new(Process, OutputKind.Noise) { Time = TimeKind.Time, Shape = [3] };

    private readonly string folder = Directory.CreateTempSubdirectory("scoresde").FullName;
    private int files;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [TorchTheory]
    [InlineData(new[] { 2, 3, 4 }, false, 3, 3, 4, 2)]
    [InlineData(new[] { 1, 3, 4 }, false, 3, 3, 4, 1)]
    [InlineData(new[] { 3, 4, 2 }, true, 2, 3, 4, 2)]
    public void Pictures_are_laid_out_as_the_network_takes_them(int[] shape, bool channelsLast, int axis, int height, int width, int channels)
    {
        // A picture and ten times what is left and right of it exchanged.
        using TorchScriptNetwork network = Written($"return torch.add(x, torch.mul(torch.flip(x, [{axis}]), 10))", Plain with { Shape = shape, ChannelsLast = channelsLast });
        Assert.Equal((24 * channels / 2, new ImageShape(height, width, channels)), (network.Dimension, network.Image));
        float[] x = Counted(5 * network.Dimension);
        float[] found = Noise(network, x, 5);
        for (int i = 0; i < x.Length; i++)
        {
            int column = i / channels % width;
            Assert.Equal(x[i] + (10 * x[i + ((width - 1 - (2 * column)) * channels)]), found[i]);
        }
    }

    [TorchTheory]
    [InlineData(new[] { 6 }, 1, 6)]
    [InlineData(new[] { 2, 3 }, 2, 3)]
    [InlineData(new[] { 2, 3, 2, 3 }, 4, 3)]
    public void Other_samples_are_laid_out_as_the_network_takes_them(int[] shape, int axis, int length)
    {
        using TorchScriptNetwork network = Written($"return torch.flip(x, [{axis}])", Plain with { Shape = shape });
        Assert.Null(network.Image);
        float[] x = Counted(5 * network.Dimension);
        Assert.Equal([.. x.Chunk(length).SelectMany(static some => some.Reverse())], Noise(network, x, 5));
    }

    [TorchTheory]
    [InlineData(new[] { 2, 3, 4 }, false, 1)]
    [InlineData(new[] { 3, 4, 2 }, true, 3)]
    [InlineData(new[] { 5 }, false, 1)]
    public void Variances_are_the_second_half_of_the_channels(int[] shape, bool channelsLast, int axis)
    {
        NetworkDescription description = Plain with { Shape = shape, ChannelsLast = channelsLast };
        string body = $"return torch.cat([x, torch.mul(x, 3)], {axis})";
        using TorchScriptNetwork network = Written(body, description with { LearnedVariances = true });
        using var score = new TorchScriptScore(network);
        Assert.True(score.OffersVariance);
        float[] values = Counted(5 * network.Dimension);
        using Tensor x = torch.tensor(values).reshape(5, -1).to(torch.float64);
        using Tensor epsilon = torch.empty_like(x);
        using Tensor variance = torch.empty_like(x);
        Assert.True(score.TryEvaluateWithVariance(x, Level, epsilon, variance));
        Assert.Equal([.. values.Select(static value => (double)value)], OnTensors.Values<double>(epsilon));
        Assert.Equal([.. values.Select(static value => 3.0 * value)], OnTensors.Values<double>(variance));

        long[] doubled = [2, .. shape.Select(static length => (long)length)];
        doubled[axis] *= 2;
        Refused(
            $"gives float32[{string.Join(", ", doubled)}] for 2 samples of [{string.Join(", ", shape)}]; if the second half are variances, add \"learnedVariances\": true.",
            () => Written(body, description));
        Refused($"for 2 samples of [{string.Join(", ", shape)}].", () => Written($"return torch.cat([x, x, x], {axis})", description));
        Refused($"for 2 samples of [{string.Join(", ", shape)}].", () => Written($"return torch.cat([x, x, x, x], {axis})", description with { LearnedVariances = true }));
    }

    [TorchFact]
    public void What_is_no_tensor_of_numbers_is_refused_in_one_sentence()
    {
        Refused("gives int64[2, 3] for 2 samples of [3].", () => Written("return torch.to(x, 4)", Plain));
        Refused("gives float32[2, 3, 1] for 2 samples of [3].", () => Written("return torch.unsqueeze(x, 2)", Plain));
        Refused("gives float32[6] for 2 samples of [3].", () => Written("return torch.reshape(x, [-1])", Plain));
        Refused("gives something else than one tensor.", () => Written("return (x, x)", Plain));
        Refused("failed while it was evaluated: RuntimeError: The size of tensor a (3) must match the size of tensor b (6) at n….", () => Written("return torch.add(x, torch.transpose(torch.cat([x, x, x]), 0, 1))", Plain));

        // Of what libtorch says the last line with a kind of error counts, but for the places in its own code.
        Refused("failed while it was evaluated: RuntimeError: it is cold.", () => Written("ops.prim.RaiseException(\"it is cold\\nframe #1: Error: of no use\\nand late\")\n    return x", Plain));
        using TorchScriptNetwork network = Written("return x", Plain);
        using var score = new TorchScriptScore(network);
        using Tensor x = torch.ones(2, 3);
        using Tensor y = torch.zeros(2, 3);
        Assert.False(score.OffersVariance);
        Assert.False(score.TryEvaluateWithVariance(x, Level, y, y));
        Assert.Throws<ArgumentNullException>(() => new TorchScriptScore(null!).Dispose());
        Assert.Throws<ArgumentNullException>(() => TorchScriptNetwork.Load(null!).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchScriptScore(network, guidance: double.NaN).Dispose());
        Assert.Equal("guidance", Assert.Throws<ArgumentException>(() => new TorchScriptScore(network, guidance: 2).Dispose()).ParamName);
    }

    [TorchTheory]
    [InlineData("", torch.ScalarType.Float32)]
    [InlineData("LongStorage 8", torch.ScalarType.Float32)]
    [InlineData("LongStorage 8,DoubleStorage 8", torch.ScalarType.Float64)]
    [InlineData("HalfStorage 2,DoubleStorage 8", torch.ScalarType.Float16)]
    [InlineData("BFloat16Storage 2", torch.ScalarType.BFloat16)]
    [InlineData("FloatStorage 4,DoubleStorage 8", torch.ScalarType.Float32)]
    public void The_first_floating_point_tensor_of_a_file_says_its_type(string buffers, torch.ScalarType type)
    {
        string path = NewPath();
        WrittenScript.Save(
            path, Timed, "return torch.mul(x, torch.unsqueeze(t, 1))", [.. buffers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => ($"b{i}", word.Split(' ')[0], int.Parse(word.Split(' ')[1], null)))]);
        using TorchScriptNetwork network = TorchScriptNetwork.Load(path, Plain with { TimeScale = 4 });
        Assert.Equal((type, path, DeviceType.CPU), (network.Type, network.File, network.Device.type));
        using var score = new TorchScriptScore(network);

        // 4 t = 2 is exact in all types, and so are small whole numbers; the answer has the type of the state.
        using Tensor x = torch.tensor(new double[] { 1, 2, 3, -4, 5, 6 }).reshape(2, 3);
        using Tensor epsilon = torch.empty_like(x);
        score.Evaluate(x, Process.At(0.5), epsilon);
        Assert.Equal([2, 4, 6, -8, 10, 12], OnTensors.Values<double>(epsilon));
    }

    [TorchTheory]
    [InlineData(TimeKind.Index, null, 1, 10, 3, true)]
    [InlineData(TimeKind.Index, null, 2, 10, 7, true)]
    [InlineData(TimeKind.Index, false, 2, 10, 6.8, false)]
    [InlineData(TimeKind.IndexFromOne, null, 1, 10, 4, true)]
    [InlineData(TimeKind.Time, null, 3, 10, 1.32, false)]
    [InlineData(TimeKind.Time, true, 9, 10, 4, true)]
    public void A_network_is_told_a_time_whole_or_not(TimeKind kind, bool? whole, double scale, int indices, double expected, bool isWhole)
    {
        using TorchScriptNetwork network = Written("return torch.mul(x, torch.unsqueeze(t, 1))", Plain with { Time = kind, TimeIsWhole = whole, TimeScale = scale, Indices = indices });
        Assert.Equal(isWhole, network.TimeIsWhole);
        Assert.Equal(expected, network.TimeOf(Level), 1e-12);
        using Tensor told = network.Told(expected);
        Assert.Equal((isWhole ? torch.int64 : torch.float32, 1L), (told.dtype, told.NumberOfElements));
        Assert.Equal([.. Counted(6).Select(value => (float)expected * value)], Noise(network, Counted(6), 2));
        using var score = new TorchScriptScore(network);
        Assert.True(score.IsTold);
        Assert.Equal(expected, score.TimeOf(Level), 1e-12);
        using Tensor x = torch.ones(2, 3);
        using Tensor epsilon = torch.empty_like(x);
        score.EvaluateTold(x, Level, 5, epsilon);
        Assert.Equal([5, 5, 5, 5, 5, 5], OnTensors.Values<float>(epsilon));
    }

    [TorchFact]
    public void A_network_that_is_told_nothing_takes_the_samples_alone()
    {
        using TorchScriptNetwork network = Load("x: Tensor", "return torch.mul(x, 2)", Plain with { Time = TimeKind.None, Range = new(0.1, 0.9) });
        using var score = new TorchScriptScore(network);
        Assert.Equal((false, 3, 1, 0.1, 0.9), (score.IsTold, score.Dimension, score.EvaluationsPerCall, score.Range.Minimum, score.Range.Maximum));
        score.Prepare([Level]);
        Assert.Equal([2, 4, 6], Noise(network, [1, 2, 3], 1));
        using Tensor x = torch.ones(2, 3);
        using Tensor product = torch.empty_like(x);
        score.TransposedJacobianProduct(x, Level, x, product);
        Assert.Equal([2, 2, 2, 2, 2, 2], OnTensors.Values<float>(product));
        Refused("add \"shape\" to its description.", () => Written("return x", Plain with { Shape = null }));
        Refused("add \"time\", one of ", () => Written("return x", Plain with { Time = null }), false);
    }

    [TorchFact]
    public void A_class_is_an_index_or_a_vector_and_none_is_what_the_description_says()
    {
        const string Labelled = Timed + ",\n    c: Tensor";
        using TorchScriptNetwork indexed = Load(Labelled, "return torch.add(x, torch.unsqueeze(c, 1))", Plain with { Shape = [4], Classes = 3, NoClass = 7 });
        using TorchScriptNetwork vector = Load(Labelled, "return torch.add(x, c)", Plain with { Shape = [3], Classes = 3, OneHot = true });
        using TorchScriptNetwork labelled = Load(Labelled, "return torch.add(x, torch.unsqueeze(c, 1))", Plain with { Shape = [4], Classes = 3 });
        Assert.Equal((true, true, false), (indexed.KnowsUnlabelled, vector.KnowsUnlabelled, labelled.KnowsUnlabelled));
        int LabelOf(long sample) => (int)(sample % 4) - 1;
        float[] zeros = new float[5 * 4];

        // Samples 6 … 10: classes 1, 2, none, 0, 1; from the other side 3 c − 2 · 7.
        Assert.Equal([.. Each([1, 2, 7, 0, 1], 4)], Noise(indexed, zeros, 5, LabelOf, 6));
        Assert.Equal([.. Each([-11, -8, 7, -14, -11], 4)], Noise(indexed, zeros, 5, LabelOf, 6, 3));
        Assert.Equal([.. Each([7, 7, 7, 7, 7], 4)], Noise(indexed, zeros, 5, null, 6));
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0], Noise(vector, new float[15], 5, LabelOf, 6));
        Assert.Equal([0, 3, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 3, 0], Noise(vector, new float[15], 5, LabelOf, 6, 3));
        Assert.Equal([.. Each([2, 0], 4)], Noise(labelled, zeros[..8], 2, static sample => sample == 0 ? 2 : 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise(labelled, zeros, 5, LabelOf, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Noise(indexed, zeros, 5, static _ => 3));
        Assert.Throws<ArgumentException>(() => Noise(labelled, zeros, 5));
        Assert.Throws<ArgumentException>(() => Noise(labelled, zeros, 5, static _ => 1, 0, 2));
        using var guided = new TorchScriptScore(indexed, LabelOf, 3);
        Assert.Equal(2, guided.EvaluationsPerCall);

        static IEnumerable<float> Each(float[] values, int times) => values.SelectMany(value => Enumerable.Repeat(value, times));
    }

    [TorchFact]
    public void Tiles_have_the_classes_of_their_own_samples()
    {
        using TorchScriptNetwork network = Load(
            Timed + ",\n    c: Tensor",
            "return torch.cat([torch.add(x, torch.unsqueeze(c, 1)), torch.sub(x, torch.unsqueeze(c, 1))], 1)",
            Plain with { Shape = [2], Classes = 10, LearnedVariances = true });
        using var score = new TorchScriptScore(network, static sample => (int)(sample % 10));
        var tiles = new TileScore<float>(() => score);
        var space = new TileSpace<float>(3, 2);
        space.MoveTo(47, 3);
        (Tile<float> x, Tile<float> y, Tile<float> z) = (space.Allocate(), space.Allocate(), space.Allocate());
        x.Values.Fill(0.5f);
        Assert.True(tiles.OffersVariance && tiles.IsTold);
        Assert.True(tiles.TryEvaluateWithVariance(x, Level, y, z));
        Assert.Equal([7.5f, 7.5f, 8.5f, 8.5f, 9.5f, 9.5f], y.Values.ToArray());
        Assert.Equal([-6.5f, -6.5f, -7.5f, -7.5f, -8.5f, -8.5f], z.Values.ToArray());
        space.MoveTo(50, 3);
        tiles.Evaluate(x, Level, y);
        Assert.Equal([0.5f, 0.5f, 1.5f, 1.5f, 2.5f, 2.5f], y.Values.ToArray());
    }

    [TorchFact]
    public void Inputs_held_fixed_have_their_order_and_only_some_have_a_twin()
    {
        using (NpyWriter<float> p = new(Path.Combine(folder, "p.npy"), 1, 3))
        using (NpyWriter<float> empty = new(Path.Combine(folder, "empty.npy"), 1, 3))
        using (NpyWriter<float> q = new(Path.Combine(folder, "q.npy"), 3))
        {
            p.Append([2, 3, 5]);
            p.Commit();
            empty.Append([1, 0, -1]);
            empty.Commit();
            q.Append([10, 20, 30]);
            q.Commit();
        }

        NetworkDescription description = Plain with
        {
            Fixed = new Dictionary<string, string> { ["p"] = "p.npy", ["q"] = "q.npy" },
            FixedUnconditional = new Dictionary<string, string> { ["p"] = "empty.npy" },
        };
        const string Prompted = Timed + ",\n    p: Tensor,\n    q: Tensor";
        using TorchScriptNetwork network = Load(Prompted, "return torch.add(torch.mul(x, p), q)", description);
        float[] x = [1, 1, 1, 2, 4, 6];
        Assert.Equal([12, 23, 35, 14, 32, 60], Noise(network, x, 2));
        Assert.Equal([12, 23, 35, 14, 32, 60], Noise(network, x, 2, static _ => 0));
        Assert.Equal([11, 20, 29, 12, 20, 24], Noise(network, x, 2, static _ => -1));

        // 2 · with − without.
        Assert.Equal([13, 26, 41, 16, 44, 96], Noise(network, x, 2, null, 0, 2));
        Assert.Equal([13, 26, 41, 16, 44, 96], Noise(network, x, 2, static _ => 5, 0, 2));

        // A number alone is the batch's; further axes stay.
        using (NpyWriter<float> one = new(Path.Combine(folder, "one.npy"), 1))
        using (NpyWriter<float> table = new(Path.Combine(folder, "table.npy"), 3, 2))
        {
            one.Append([5]);
            one.Commit();
            table.Append([1, 2, 3, 4, 5, 6]);
            table.Commit();
        }

        using TorchScriptNetwork other = Load(Prompted, "return torch.add(torch.mul(x, torch.unsqueeze(p, 1)), torch.select(q, 2, 1))", Plain with
        {
            Fixed = new Dictionary<string, string> { ["p"] = "one.npy", ["q"] = "table.npy" },
        });
        Assert.Equal([7, 9, 11, 12, 24, 36], Noise(other, x, 2));
        using var score = new TorchScriptScore(network, static sample => sample == 3 ? -1 : 0);
        score.MoveTo(0, 3);
        score.MoveTo(3, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => score.MoveTo(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => score.MoveTo(3, 2));
        Refused("holds p fixed by '../p.npy', outside its own folder; nothing is read from there.", () => Load(
            Prompted, "return x", description with { Fixed = new Dictionary<string, string> { ["p"] = "../p.npy" }, FixedUnconditional = new Dictionary<string, string>() }));
    }

    [TorchTheory]
    [InlineData(OutputKind.Noise, InputScale.Ratio)]
    [InlineData(OutputKind.Velocity, InputScale.Unit)]
    [InlineData(OutputKind.Score, InputScale.State)]
    [InlineData(OutputKind.Edm, InputScale.Edm)]
    public void State_and_output_have_their_factors_in_answer_and_Jacobian(OutputKind output, InputScale input)
    {
        string path = NewPath();
        WrittenScript.Save(path, Timed, "return torch.mul(x, x)", ("b", "DoubleStorage", 8));
        using TorchScriptNetwork network = TorchScriptNetwork.Load(path, Plain with { Output = output, Input = input, DataDeviation = 0.7 });
        using var score = new TorchScriptScore(network);
        Preconditioning factors = Preconditioning.Of(output, input, 0.7, Level);
        using IDisposable noGradients = torch.no_grad();
        double[] values = [0.5, -1, 2, 3, -0.25, 1];
        double[] along = [1, 2, -1, 0.5, 3, -2];
        using Tensor x = torch.tensor(values).reshape(2, 3);
        using Tensor c = torch.tensor(along).reshape(2, 3);
        using Tensor epsilon = torch.empty_like(x);
        using Tensor product = torch.empty_like(x);
        double f = factors.InputFactor;
        double[] noise = [.. values.Select(value => (factors.OnState * value) + (factors.OnOutput * f * f * value * value))];
        double[] slopes = [.. values.Select(value => factors.OnState + (2 * factors.OnOutput * f * f * value))];
        score.Evaluate(x, Level, epsilon);
        Near(noise, epsilon);
        score.TransposedJacobianProduct(x, Level, c, product);
        Near([.. slopes.Zip(along, static (slope, one) => slope * one)], product);
        Assert.True(score.TryEvaluateWithProducts(x, Level, epsilon.zero_(), [c], [product.zero_()]));
        Near(noise, epsilon);
        Near([.. slopes.Zip(along, static (slope, one) => slope * one)], product);
        Assert.True(score.TryEvaluateWithDiagonal(x, Level, epsilon.zero_(), product));
        Near(noise, epsilon);
        Near(slopes, product);
        if (output is OutputKind.Noise or OutputKind.Score)
        {
            Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => score.Evaluate(x, new RectifiedFlow().At(1), epsilon)).ParamName);
        }

        static void Near(double[] expected, Tensor found) => Assert.InRange(OnTensors.Difference<double>(OnTensors.Values<double>(found), expected), 0, 1e-14);
    }

    [TorchFact]
    public void An_archive_without_code_or_with_damage_is_refused_in_one_sentence()
    {
        Refused("is no TorchScript file; save the network with torch.jit.script(net).save(\"net.pt\") or torch.jit.trace(net, inputs).save(\"net.pt\").", () => Checked("net/version"));
        Refused("is no TorchScript file; ", () => Checked("net/code/__torch__.py"), false);
        Refused("is no TorchScript file; ", () => Checked("net/constants.pkl"), false);
        Refused("is no TorchScript file; ", () => Checked("constants.pkl", "net/code/__torch__.py"), false);
        Refused("holds weights without the code of their network; ", () => Checked("net/data.pkl"), false);
        Refused("holds weights without the code of their network; ", () => Checked("net/data.pkl", "net/constants.pkl"), false);
        Checked("net/constants.pkl", "net/code/__torch__.py", "net/data/0");
        string path = NewPath();
        WrittenScript.Zip(path, "net/constants.pkl", "net/code/__torch__.py", "net/data/0");
        byte[] bytes = File.ReadAllBytes(path);
        int at = bytes.AsSpan().IndexOf("net/data/0"u8) + "net/data/0".Length;
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
        Refused("is damaged: 'net/data/0' is not what its checksum says.", () => ScriptArchive.Check(path));
        Refused("there is no such file.", () => ScriptArchive.Check(Path.Combine(folder, "none.pt")));
        Refused("there is no such file.", () => ScriptArchive.Check(Path.Combine(folder, "no-folder", "none.pt")));
        Refused("cannot be read.", () => ScriptArchive.Check(folder));
        Refused("there is no such file.", () => TorchScriptNetwork.Load(folder).Dispose());

        void Checked(params string[] names)
        {
            string zip = NewPath();
            WrittenScript.Zip(zip, names);
            ScriptArchive.Check(zip);
        }
    }

    [TorchFact]
    public void Nothing_is_left_of_a_network_and_its_score()
    {
        using (NpyWriter<float> p = new(Path.Combine(folder, "p.npy"), 1, 3))
        {
            p.Append([2, 3, 5]);
            p.Commit();
        }

        NetworkDescription description = Plain with
        {
            Classes = 3,
            NoClass = 3,
            Fixed = new Dictionary<string, string> { ["p"] = "p.npy", ["q"] = "p.npy" },
            FixedUnconditional = new Dictionary<string, string> { ["p"] = "p.npy" },
        };
        const string Inputs = Timed + ",\n    c: Tensor,\n    p: Tensor,\n    q: Tensor";
        Use();
        long before = LiveTensors.Count();
        (TorchScriptNetwork, TorchScriptScore)[] kept = [Use(), Use(), Use()];
        Assert.Equal(before, LiveTensors.Count());
        GC.KeepAlive(kept);

        (TorchScriptNetwork, TorchScriptScore) Use()
        {
            TorchScriptNetwork network = Load(Inputs, "return torch.add(torch.mul(x, p), torch.add(q, torch.unsqueeze(c, 1)))", description);
            var score = new TorchScriptScore(network, static sample => (int)(sample % 3), 2);
            using Tensor x = torch.ones(2, 3);
            using Tensor epsilon = torch.empty_like(x);
            score.Prepare([Level, Process.At(0.1)]);
            score.MoveTo(0, 2);
            score.MoveTo(2, 2);
            long held = LiveTensors.Count();
            score.Evaluate(x, Level, epsilon);
            score.EvaluateTold(x, Level, 0.3, epsilon);
            score.MoveTo(4, 2);
            Assert.Equal(held, Tensor.TotalCount);
            score.Dispose();
            network.Dispose();
            return (network, score);
        }
    }

    private static void Refused(string sentence, Action load, bool isEnd = true)
    {
        string message = Assert.Throws<NetworkFileException>(load).Message;
        if (isEnd)
        {
            Assert.True(message.EndsWith(sentence, StringComparison.Ordinal), message);
        }
        else
        {
            Assert.True(message.Contains(sentence, StringComparison.Ordinal), message);
        }
    }

    private static void Refused(string sentence, Func<IDisposable> load, bool isEnd = true) => Refused(sentence, () => load().Dispose(), isEnd);

    private static float[] Counted(int length) => [.. Enumerable.Range(1, length).Select(static i => (float)i)];

    private static float[] Noise(TorchScriptNetwork network, float[] values, int rows, Func<long, int>? labelOf = null, long first = 0, double guidance = 1)
    {
        using var score = new TorchScriptScore(network, labelOf, guidance);
        using Tensor x = torch.tensor(values).reshape(rows, -1);
        using Tensor epsilon = torch.empty_like(x);
        score.MoveTo(first, rows);
        score.Evaluate(x, Level, epsilon);
        Assert.Equal(x.shape, epsilon.shape);
        return OnTensors.Values<float>(epsilon);
    }

    private TorchScriptNetwork Written(string body, NetworkDescription description) => Load(Timed, body, description);

    private TorchScriptNetwork Load(string inputs, string body, NetworkDescription description)
    {
        string path = NewPath();
        WrittenScript.Save(path, inputs, body);
        return TorchScriptNetwork.Load(path, description);
    }

    private string NewPath() => Path.Combine(folder, $"{files++}.pt");
}

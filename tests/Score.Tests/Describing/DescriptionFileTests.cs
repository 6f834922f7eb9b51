using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Data;

namespace ScoreSde.Tests.Describing;

/// <summary>Descriptions come back as they were written, and what is wrong with one is said in a sentence.</summary>
public sealed class DescriptionFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_description_comes_back_as_it_was_written()
    {
        var written = new NetworkDescription(new VariancePreserving(KnownChains.Parse("scaled-linear")!.ToSchedule()), OutputKind.Velocity)
        {
            Time = TimeKind.IndexFromOne,
            TimeScale = 0.5,
            TimeIsWhole = true,
            Indices = 1000,
            Input = InputScale.Unit,
            LearnedVariances = true,
            Shape = [3, 8, 8],
            Scaling = new DataScaling(127.5, 127.5),
            Classes = 10,
            NoClass = 10,
            Names = new NetworkNames("a", "b", "c", "d"),
            Fixed = new Dictionary<string, string> { ["prompt"] = "prompt.npy" },
            FixedUnconditional = new Dictionary<string, string> { ["prompt"] = "empty.npy" },
            Range = new TimeRange(0.01, 0.9),
            Data = "digits",
        };
        DescriptionFile.Write(folder["net.json"], written);
        NetworkDescription read = DescriptionFile.Read(folder["net.json"]);
        Assert.Equal(written.Shape, read.Shape);
        Assert.Equal(written.Fixed, read.Fixed);
        Assert.Equal(written.FixedUnconditional, read.FixedUnconditional);
        Assert.Equal(
            written,
            read with { Shape = written.Shape, Fixed = written.Fixed, FixedUnconditional = written.FixedUnconditional });
    }

    [Fact]
    public void A_table_without_a_name_is_written_as_its_rates()
    {
        var table = TableSchedule.FromBetas([0.1, 0.2, 0.3], "table:x");
        DescriptionFile.Write(folder["net.json"], new NetworkDescription(new VariancePreserving(table), OutputKind.Noise) { Time = TimeKind.Index, Indices = 3 });
        var read = (TableSchedule)DescriptionFile.Read(folder["net.json"]).Process.Schedule;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(table.Integrals[i], read.Integrals[i], 1e-14);
        }
    }

    [Fact]
    public void Defaults_are_those_of_the_kind_of_network()
    {
        NetworkDescription flow = Read("""{"output": "flow"}""");
        Assert.Equal((InputScale.Flow, "vp"), (flow.Input, flow.Process.Name));
        NetworkDescription edm = Read("""{"output": "edm"}""");
        Assert.Equal((InputScale.Edm, "ve", 0.5), (edm.Input, edm.Process.Name, edm.DataDeviation));
        NetworkDescription index = Read("""{"output": "noise", "schedule": "ddpm", "time": "index"}""");
        Assert.Equal((DataScaling.Identity, 0, 1.0, 0), (index.Scaling, index.Classes, index.TimeScale, index.Fixed.Count));
        Assert.Equal((InputScale.State, 1000, 1e-3), (index.Input, index.Indices, index.Range.Minimum));
    }

    [Theory]
    [InlineData("16, 4096, 4096")]
    [InlineData("16777216")]
    public void A_shape_may_be_as_large_as_is_said(string shape) =>
        Assert.Equal(shape, string.Join(", ", Read($$"""{"output": "noise", "schedule": "ddpm", "shape": [{{shape}}]}""").Shape!));

    [Fact]
    public void A_word_of_truth_may_be_false()
    {
        NetworkDescription read = Read("""{"output": "noise", "schedule": "ddpm", "classes": 2, "oneHot": false, "learnedVariances": false, "timeIsWhole": false}""");
        Assert.Equal((false, false, (bool?)false), (read.OneHot, read.LearnedVariances, read.TimeIsWhole));
    }

    [Theory]
    [InlineData("""{"output": "edm", "sigmaData": 0.25}""", "sigmaData", true)]
    [InlineData("""{"output": "noise", "schedule": "ddpm"}""", "sigmaData", false)]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "time": "t", "timeScale": 1000}""", "timeScale", true)]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "time": "t"}""", "timeScale", false)]
    public void Only_what_is_not_as_usual_is_written(string text, string key, bool isThere)
    {
        NetworkDescription read = Read(text);
        DescriptionFile.Write(folder["again.json"], read);
        Assert.Equal(isThere, File.ReadAllText(folder["again.json"]).Contains($"\"{key}\"", StringComparison.Ordinal));
        Assert.Equal(read, DescriptionFile.Read(folder["again.json"]) with { Fixed = read.Fixed, FixedUnconditional = read.FixedUnconditional });
    }

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("[]", "must be an object in braces")]
    [InlineData("{}", "add \"output\", one of noise, data")]
    [InlineData("""{"output": "noise"}""", "add \"schedule\"")]
    [InlineData("""{"output": "eps", "schedule": "ddpm"}""", "\"output\" is \"eps\"; it must be one of noise")]
    [InlineData("""{"output": "noise", "scedule": "ddpm"}""", "add \"schedule\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "clases": 3}""", "has the key \"clases\", which is none; the nearest is \"classes\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "names": {"smaple": "x"}}""", "the key \"names.smaple\", which is none; the nearest is \"names.sample\"")]
    [InlineData("""{"output": "noise", "output": "data", "schedule": "ddpm"}""", "has the key \"output\" twice")]
    [InlineData("""{"output": "noise", "schedule": "ddmp"}""", "names no process: the schedule ddmp is unknown")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "process": "vq"}""", "the process vq is unknown")]
    [InlineData("""{"output": "noise", "schedule": "ddpm:1"}""", "takes first,last,T")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "betas": [0.1, 0.2]}""", "has both \"schedule\" and \"betas\"")]
    [InlineData("""{"output": "noise", "betas": [0.1, 2]}""", "must lie between 0 and 1")]
    [InlineData("""{"output": "noise", "schedule": "cosine", "time": "index"}""", "add \"indices\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "timeScale": "x"}""", "\"timeScale\" must be a number")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "timeScale": 0}""", "must not be 0")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "dataScale": 0}""", "\"dataScale\" must be greater than 0")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "noClass": 3}""", "\"noClass\" without \"classes\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "oneHot": true}""", "\"oneHot\" without \"classes\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "shape": [2, 2]}""", "\"shape\" must be [d], [c, h, w]")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "shape": [16, 4096, 4097]}""", "\"shape\" must be [d]")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "shape": [16777217]}""", "\"shape\" must be [d]")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "layout": "cwh"}""", "must be chw or hwc")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "minimumTime": 2}""", "must be times from 0 to 1")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "fixed": {"a": 1}}""", "names a .npy file for each input")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "fixedUnconditional": {"a": "x.npy"}}""", "without \"fixed.a\"")]
    [InlineData("""{"output": "noise", "schedule": "ddpm", "classes": 99999999}""", "at most 1000000")]
    public void What_is_wrong_is_said_in_a_sentence(string text, string fragment)
    {
        var refusal = Assert.Throws<NetworkFileException>(() => Read(text));
        Assert.StartsWith(folder["net.json"] + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(fragment, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A number is taken up to its end and refused beyond, by its name.</summary>
    [Theory]
    [InlineData("classes", 0, 1_000_000)]
    [InlineData("indices", 2, int.MaxValue)]
    [InlineData("batch", 1, int.MaxValue)]
    public void A_number_is_taken_up_to_its_end(string key, int least, int most)
    {
        Assert.Null(Refusal(least));
        Assert.Null(Refusal(most));
        Assert.Contains(key, Refusal(least - 1L), StringComparison.Ordinal);
        Assert.Contains(key, Refusal(most + 1L), StringComparison.Ordinal);

        string? Refusal(long value)
        {
            File.WriteAllText(folder["net.json"], $$"""{"output": "noise", "schedule": "linear:0.1,20", "{{key}}": {{value}}}""");
            try
            {
                NetworkDescription read = DescriptionFile.Read(folder["net.json"]);
                Assert.Equal((int?)(key == "batch" ? Math.Min(value, 4096) : value), key switch { "classes" => read.Classes, "indices" => read.Indices, _ => read.Batch });
                return null;
            }
            catch (NetworkFileException refused)
            {
                return refused.Message;
            }
        }
    }

    /// <summary>Times are whole indices over the number of them: the earliest is the first index, of whatever is told.</summary>
    [Theory]
    [InlineData("index", 2, 0.5)]
    [InlineData("index-from-1", 1000, 0.001)]
    [InlineData("t", 1000, NetworkDescription.DefaultMinimumTime)]
    public void The_earliest_time_is_that_of_the_first_index(string time, int indices, double expected)
    {
        File.WriteAllText(folder["net.json"], $$"""{"output": "noise", "schedule": "linear:0.1,20", "time": "{{time}}", "indices": {{indices}}}""");
        Assert.Equal(new TimeRange(expected, 1), DescriptionFile.Read(folder["net.json"]).Range);
    }

    [Fact]
    public void A_description_that_is_not_there_is_asked_for()
    {
        var refusal = Assert.Throws<NetworkFileException>(() => DescriptionFile.Read(folder["none.json"]));
        Assert.Contains("there is no such description", refusal.Message, StringComparison.Ordinal);
    }

    private NetworkDescription Read(string text)
    {
        File.WriteAllText(folder["net.json"], text);
        return DescriptionFile.Read(folder["net.json"]);
    }
}

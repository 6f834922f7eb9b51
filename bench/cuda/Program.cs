using System.Diagnostics;
using System.Globalization;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Driver;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.CudaBench;
using ScoreSde.Sampling;

// ScoreSde.CudaBench [ROUNDS] [FOLDER] [WORD]: times whole runs in one kernel on the first NVIDIA GPU. FOLDER has the networks of bench/peers/examples.py; without
// it their weights are random, which costs the same. WORD leaves workloads out whose name does not contain it. A line of JSON each, then a table.
if (CudaSupport.WhyNot is { } reason)
{
    Console.Error.WriteLine($"ScoreSde.CudaBench: {reason}.");
    return 1;
}

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
string? folder = args.Length > 1 && args[1] != "-" ? args[1] : null;
string word = args.Length > 2 ? args[2] : "";
var networks = new Networks(folder);
var results = new List<Result>();
Console.Error.WriteLine(CudaSupport.DeviceName);
foreach (Workload workload in Workload.All.Where(one => one.Name.Contains(word, StringComparison.Ordinal)))
{
    CudaModel model = networks.Model(workload.Model);
    double[] expected = workload.Expected(networks.Score(workload.Model));
    CudaPrecision[] precisions = workload.Model == "mixture8" ? [CudaPrecision.Exact] : Enum.GetValues<CudaPrecision>();
    foreach (CudaPrecision precision in precisions)
    {
        Result result = Measure(workload, model, precision, expected);
        results.Add(result);
        Console.WriteLine(result.Json);
    }
}

Console.WriteLine();
Console.WriteLine(Result.Head);
results.ForEach(static result => Console.WriteLine(result.Row));
return 0;

Result Measure(Workload workload, CudaModel model, CudaPrecision precision, double[] expected)
{
    // The kernel is compiled in the first run; the second has everything in place.
    SampleSet<float> samples = workload.Run(model, precision);
    CudaKernel kernel = CudaDevice.First.Last!;
    workload.Run(model, precision);
    var seconds = new double[rounds];
    var launches = new double[rounds];
    for (int i = 0; i < rounds; i++)
    {
        TimeSpan before = kernel.Running;
        long start = Stopwatch.GetTimestamp();
        workload.Run(model, precision);
        seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        launches[i] = (kernel.Running - before).TotalSeconds;
    }

    double difference = expected.Select((value, i) => Math.Abs(value - samples.Values[i])).Max();
    return new Result(
        workload,
        precision,
        seconds,
        launches,
        kernel.Compilation.TotalSeconds,
        $"{kernel.Shape.Rows} rows, {kernel.Shape.Threads} threads, {kernel.Registers} registers, {kernel.LocalBytes} B local",
        difference);
}

using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Conformance;
using VerifyMySampler;

// Your own sampler, proven: the kit measures what its facts declare, without sampling where a closed form exists.
var claims = new SolverClaims(ExactOnPointData: true);
ConformanceReport right = SolverConformance.Check(new Midpoint(), claims);
Console.WriteLine(right);

// The same with one slip: the level of the start where that of the middle belongs. The report names what breaks.
ConformanceReport wrong = SolverConformance.Check(new Midpoint(WithSlip: true), claims);
Console.WriteLine(wrong);

return right.Conforms && !wrong.Conforms ? 0 : 1;
